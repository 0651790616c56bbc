/* SPDX-License-Identifier: MIT */
/* RAPL energy through the kernel's `power` PMU, for machines without powercap. */
#ifndef LATTICE_PERF_ENERGY_H
#define LATTICE_PERF_ENERGY_H

#include <stddef.h>

struct perf_energy;

/* Opens each energy event on each package. NULL when there is none or all were refused; `why` then says the reason. */
struct perf_energy *perf_energy_open(char *why, size_t len);

/* Domains: "package0", "package0.core", "package0.uncore", "package0.dram", "psys". */
unsigned perf_energy_count(const struct perf_energy *energy);
const char *perf_energy_name(const struct perf_energy *energy, unsigned i);

/* uJ since perf_energy_open (the kernel has already unwrapped it); NaN when it cannot be read. */
double perf_energy_uj(struct perf_energy *energy, unsigned i);

void perf_energy_close(struct perf_energy *energy);

#endif
