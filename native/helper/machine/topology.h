/* SPDX-License-Identifier: MIT */
/* CPUs and cpufreq policies. */
#ifndef LATTICE_TOPOLOGY_H
#define LATTICE_TOPOLOGY_H
#include <stdbool.h>

struct machine;

struct cpu {
	unsigned id;
	bool online;
	bool tickless;     /* in nohz_full: the scheduler's tick stops while one task runs alone */
	int package, core; /* -1 when the kernel does not say (an offline CPU) */
	const char *kind;  /* "P", "E", "LP" (low-power efficiency cores) or NULL where all are alike */
};

struct policy {
	unsigned id;
	const char *directory;
	unsigned *cpus, cpu_count;
	unsigned *online_cpus, online_count; /* none: the kernel answers EBUSY to everything about it */
	const char *driver;
	double hw_min, hw_max, base; /* kHz, NaN when not offered */
	double told_max;             /* a maximum in force that was found above cpuinfo_max_freq, else 0 */
	double *frequencies;
	unsigned frequency_count;
};

void topology_probe(struct machine *machine, const struct machine *before);
/* NULL when there is none of this id. */
struct policy *machine_policy(const struct machine *machine, int id);
/* Does the scheduler tick on all of its CPUs while they are busy? */
bool policy_ticks(const struct machine *machine, const struct policy *policy);
#endif
