/* SPDX-License-Identifier: MIT */
/* A fake tree describes another machine, so nothing of the running kernel is opened for it, unless a test asks for the kernel's busy time. */
#include "machine/sources.h"

#include "base/cpuset.h"
#include "busy/busy.h"
#include "gpu/gpu_child.h"
#include "machine/machine.h"
#include "machine/topology.h"
#include "perf/perf.h"
#include "perf/perf_energy.h"

#include <stdio.h>

void sources_open(struct machine *machine)
{
	struct sources *sources = machine->sources;

	if ((!machine->real_root && !sources->kernel_busy) || sources->opened)
		return;
	sources->opened = true;
	if (sources->without_bpf)
		snprintf(sources->busy_why, sizeof(sources->busy_why), "the helper runs with --busy proc_stat");
	else
		sources->busy = busy_open(machine->cpu_span, sources->busy_why, sizeof(sources->busy_why));
	if (!machine->real_root)
		return;
	sources->perf = perf_open(machine->root, machine->cpu_span, sources->perf_why, sizeof(sources->perf_why));
	for (unsigned i = 0; i < machine->cpu_count; i++)
		if (machine->cpus[i].online)
			cpuset_add(&sources->online, machine->cpus[i].id);
}

void sources_close(struct sources *sources)
{
	busy_close(sources->busy);
	if (sources->perf)
		perf_close(sources->perf);
	if (sources->energy)
		perf_energy_close(sources->energy);
	gpu_close(&sources->gpus);
	*sources = (struct sources){ 0 };
}
