/* SPDX-License-Identifier: MIT */
/* The PMU is opened at the first probe that needs it, and stays open. */
#include "perf/perf_energy_signals.h"

#include "base/arena.h"
#include "machine/channel.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "machine/sources.h"
#include "perf/perf_energy.h"

#include <stdio.h>

void *perf_energy_signals_probe(struct machine *machine)
{
	struct sources *sources = machine->sources;
	unsigned *signals;

	if (!machine->real_root)
		return NULL;
	if (!sources->energy)
		sources->energy = perf_energy_open(sources->energy_why, sizeof(sources->energy_why));
	if (!sources->energy)
		return NULL;
	signals = arena_zalloc(&machine->arena, perf_energy_count(sources->energy) * sizeof(*signals));
	for (unsigned i = 0; i < perf_energy_count(sources->energy); i++) {
		const char *domain = perf_energy_name(sources->energy, i);
		char name[80];

		snprintf(name, sizeof(name), "%s.energy", domain);
		signals[i] = signal_add(machine, (struct signal){ .name = name, .role = "energy", .scope = domain, .unit = "uJ", .kind = SIGNAL_COUNTER });
	}
	machine->energy_source = "perf";
	return signals;
}

const char *perf_energy_signals_why(const struct machine *machine)
{
	return machine->real_root ? machine->sources->energy_why : "perf's power PMU belongs to the running kernel, not to this tree";
}

void perf_energy_signals_read(struct machine *machine, void *state, enum lane lane)
{
	const unsigned *signals = state;

	for (unsigned i = 0; lane == LANE_FAST && i < perf_energy_count(machine->sources->energy); i++)
		machine->values[signals[i]] = perf_energy_uj(machine->sources->energy, i);
}
