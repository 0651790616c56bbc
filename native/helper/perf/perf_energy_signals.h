/* SPDX-License-Identifier: MIT */
/* Signals of the power PMU, for machines whose powercap gives no energy. */
#ifndef LATTICE_PERF_ENERGY_SIGNALS_H
#define LATTICE_PERF_ENERGY_SIGNALS_H
#include "machine/channel.h"

struct machine;

/* A state for the read, or NULL when there is no energy here either. */
void *perf_energy_signals_probe(struct machine *machine);
const char *perf_energy_signals_why(const struct machine *machine);
void perf_energy_signals_read(struct machine *machine, void *state, enum lane lane);
#endif
