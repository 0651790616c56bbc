/* SPDX-License-Identifier: MIT */
/* The kernel's PMUs in sysfs, and the system call that opens their events. */
#ifndef LATTICE_PERF_PMU_H
#define LATTICE_PERF_PMU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cpuset.h"

/* The PMU's type number for perf_event_open, or -errno. root is an open directory: / or a fake tree. */
int64_t perf_pmu_type(int root, const char *pmu);

/* The CPU list in one of the PMU's files ("cpus", "cpumask"). */
bool perf_pmu_cpus(int root, const char *pmu, const char *file, struct cpuset *set);

/* The config of a named event ("event=0x02") and what one count of it is in the event's unit. */
bool perf_pmu_event(int root, const char *pmu, const char *event, uint64_t *config, double *scale);

/* Opens a counting event for everything on one CPU; group is the leader's descriptor or -1. A descriptor or -errno. */
int perf_pmu_open(uint32_t type, uint64_t config, uint64_t read_format, unsigned cpu, int group);

/* Explains why the kernel refused an event: perf_event_paranoid and the capability it needs, or the plain reason. */
void perf_pmu_refusal(int error, char *why, size_t len);

#endif
