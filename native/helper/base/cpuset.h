/* SPDX-License-Identifier: MIT */
/* Sets of CPU numbers as the kernel prints them: "0-3,8" (cpulist) or "0 1 2" (cpufreq). */
#ifndef LATTICE_CPUSET_H
#define LATTICE_CPUSET_H
#include <stdbool.h>
#include <stdint.h>

enum { CPU_LIMIT = 8192 }; /* the kernel's own upper bound of NR_CPUS */

struct cpuset {
	uint64_t bits[CPU_LIMIT / 64];
};

int cpuset_parse(struct cpuset *set, const char *text); /* 0 or -EINVAL; an empty text is the empty set */
bool cpuset_has(const struct cpuset *set, unsigned cpu);
void cpuset_add(struct cpuset *set, unsigned cpu);
#endif
