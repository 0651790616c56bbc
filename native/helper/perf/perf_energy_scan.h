/* SPDX-License-Identifier: MIT */
/* Which energy events the `power` PMU offers, and on which CPU each is to be opened. */
#ifndef LATTICE_PERF_ENERGY_SCAN_H
#define LATTICE_PERF_ENERGY_SCAN_H

#include <stdint.h>

#define PERF_ENERGY_MAX 128u /* packages (or dies) times domains */

struct perf_energy_source {
	char name[32];
	uint64_t config;
	double scale; /* J a count */
	unsigned cpu;
};

/* Fills found[PERF_ENERGY_MAX] and returns how many. root is / or a fake tree. */
unsigned perf_energy_scan(int root, struct perf_energy_source *found);

#endif
