/* SPDX-License-Identifier: MIT */
/* What a rescan does not replace, because loading it is expensive and its counts must go on: the BPF program, perf groups, the power PMU, GPUs. */
#ifndef LATTICE_SOURCES_H
#define LATTICE_SOURCES_H
#include "base/cpuset.h"
#include "gpu/gpu.h"

#include <stdbool.h>

enum { WHY_ROOM = 384 };

struct busy;
struct machine;
struct perf;
struct perf_energy;
struct reflex;

struct sources {
	bool opened;
	bool without_bpf;
	bool kernel_busy; /* BPF beside a fake tree too */
	struct busy *busy;
	bool ages_lost; /* the program was seen to see no more switches */
	struct reflex *reflex;
	struct perf *perf;
	struct perf_energy *energy;
	struct cpuset online; /* the CPUs that perf was last told are online */
	struct gpus gpus;
	char busy_why[WHY_ROOM], perf_why[WHY_ROOM], energy_why[WHY_ROOM];
};

/* Opens the BPF programs and perf once, when the machine is the real one. */
void sources_open(struct machine *machine);
void sources_close(struct sources *sources);
#endif
