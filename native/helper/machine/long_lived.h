/* SPDX-License-Identifier: MIT */
/* Sources that outlive a description of the machine, as loading them is dear and their counts must go on: the BPF program, perf groups, the power PMU. */
#ifndef LATTICE_KEPT_H
#define LATTICE_KEPT_H
#include "base/cpuset.h"
#include "gpu/gpu.h"
#include "machine/machine.h"

enum { WHY_ROOM = 384 };

struct busy;
struct perf;
struct perf_energy;

struct kept {
	bool opened;
	bool without_bpf;
	struct busy *busy;
	struct perf *perf;
	struct perf_energy *energy;
	struct cpuset online; /* as perf was last told */
	struct gpus gpus;
	char busy_why[WHY_ROOM], perf_why[WHY_ROOM], energy_why[WHY_ROOM];
};

/* Opens the BPF program and perf once, when the machine is the real one. */
void kept_open(struct machine *machine);
void kept_close(struct kept *kept);

void *kept_energy_probe(struct machine *machine);
const char *kept_energy_why(const struct machine *machine);
void kept_energy_read(struct machine *machine, void *state, enum lane lane);
#endif
