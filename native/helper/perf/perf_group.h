/* SPDX-License-Identifier: MIT */
/* One group of perf events on one CPU: opened together, read at once, scaled for multiplexing. */
#ifndef LATTICE_PERF_GROUP_H
#define LATTICE_PERF_GROUP_H

#include <stdint.h>

#define PERF_GROUP_MAX 5u

/* An event that may be in a group. */
struct perf_kind {
	const char *name;
	uint32_t type;
	uint64_t config;
};

/* `count` 0 is closed; all other fields then mean nothing. */
struct perf_group {
	unsigned count;
	int fd[PERF_GROUP_MAX];        /* fd[0] is the leader's */
	uint64_t id[PERF_GROUP_MAX];
	unsigned kind[PERF_GROUP_MAX]; /* place in the list it was opened from */
	uint64_t value[PERF_GROUP_MAX], enabled, running; /* at the last read that found it running */
	uint64_t seen;                 /* time enabled at the last read, ns */
};

enum perf_reading {
	PERF_GOOD,
	PERF_DEAD,    /* the CPU went offline: close it, open it again when the CPU is back */
	PERF_STARVED, /* it never got the counters it needs: open it again with fewer members */
};

/* Opens those of the n kinds that the CPU has; 0 or -errno (then closed). pmu is a PMU type to address by name on hybrid CPUs, or 0. */
int perf_group_open(struct perf_group *group, const struct perf_kind *kinds, unsigned n, uint32_t pmu, unsigned cpu);

/* Adds what was counted since the last read to totals[kind]; a total that is NaN starts at 0 with the first reading. */
enum perf_reading perf_group_read(struct perf_group *group, double *totals);

void perf_group_close(struct perf_group *group);

#endif
