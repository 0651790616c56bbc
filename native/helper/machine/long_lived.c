/* SPDX-License-Identifier: MIT */
/* Opens and closes what outlives a rescan. A fake tree describes another machine, so there nothing of this kernel is opened. */
#include "machine/long_lived.h"

#include "busy/busy.h"
#include "perf/perf.h"
#include "perf/perf_energy.h"

#include <stdio.h>

void kept_open(struct machine *machine)
{
	struct kept *kept = machine->kept;

	if (!machine->real_root || kept->opened)
		return;
	kept->opened = true;
	if (kept->without_bpf)
		snprintf(kept->busy_why, sizeof(kept->busy_why), "the helper runs with --busy proc_stat");
	else
		kept->busy = busy_open(machine->cpu_span, kept->busy_why, sizeof(kept->busy_why));
	kept->perf = perf_open(machine->root, machine->cpu_span, kept->perf_why, sizeof(kept->perf_why));
	for (unsigned i = 0; i < machine->cpu_count; i++)
		if (machine->cpus[i].online)
			cpuset_add(&kept->online, machine->cpus[i].id);
}

void kept_close(struct kept *kept)
{
	busy_close(kept->busy);
	if (kept->perf)
		perf_close(kept->perf);
	if (kept->energy)
		perf_energy_close(kept->energy);
	gpu_close(&kept->gpus);
	*kept = (struct kept){ 0 };
}

void *kept_energy_probe(struct machine *machine)
{
	struct kept *kept = machine->kept;
	unsigned *signals;

	if (!machine->real_root)
		return NULL;
	if (!kept->energy)
		kept->energy = perf_energy_open(kept->energy_why, sizeof(kept->energy_why));
	if (!kept->energy)
		return NULL;
	signals = arena_zalloc(&machine->arena, perf_energy_count(kept->energy) * sizeof(*signals));
	for (unsigned i = 0; i < perf_energy_count(kept->energy); i++) {
		char name[80];

		snprintf(name, sizeof(name), "%s.energy", perf_energy_name(kept->energy, i));
		signals[i] = signal_add(machine, name, "uJ", SIGNAL_COUNTER, BAND_NONE);
	}
	machine->energy_source = "perf";
	return signals;
}

const char *kept_energy_why(const struct machine *machine)
{
	return machine->real_root ? machine->kept->energy_why : "perf's power PMU belongs to the running kernel, not to this tree";
}

void kept_energy_read(struct machine *machine, void *state, enum lane lane)
{
	const unsigned *signals = state;

	for (unsigned i = 0; lane == LANE_FAST && i < perf_energy_count(machine->kept->energy); i++)
		machine->values[signals[i]] = perf_energy_uj(machine->kept->energy, i);
}
