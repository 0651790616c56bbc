/* SPDX-License-Identifier: MIT */
/* Three groups on each CPU: hardware, software and msr. Handles CPUs that go offline, and too few counters or descriptors. */
#include "perf/perf.h"

#include "base/cpuset.h"
#include "perf/perf_group.h"
#include "perf/perf_pmu.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In order of importance: when there are too few counters the last are dropped first, and the first two never. Events of the msr PMU have no generic
 * type. */
static const struct perf_kind templates[PERF_MAX_EVENTS] = {
	{"cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES},
	{"instructions", PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS},
	{"cache_misses", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES},
	{"stalled_backend", PERF_TYPE_HARDWARE, PERF_COUNT_HW_STALLED_CYCLES_BACKEND},
	{"ref_cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_REF_CPU_CYCLES},
	{"context_switches", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CONTEXT_SWITCHES},
	{"migrations", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_MIGRATIONS},
	{"aperf", 0, 0},
	{"pperf", 0, 0},
};
#define LEAST_HARDWARE_KINDS 2u

/* Software events are a group of their own: together with hardware events they would stop counting while others use the counters. So are events of
 * the msr PMU, which need no counter: productive over actual cycles tells how much of the time an Intel CPU waited. */
enum { HARDWARE, SOFTWARE, MSR, GROUPS };
static const unsigned first_kind[GROUPS + 1] = {0, 5, 7, PERF_MAX_EVENTS};

struct perf_cpu {
	struct perf_group group[GROUPS];
	unsigned hardware_kinds;       /* how many of the hardware kinds to ask for */
	uint32_t pmu;                  /* type of this CPU's core PMU on a hybrid machine, else 0 */
	double total[PERF_MAX_EVENTS]; /* NaN until first read */
};

struct perf {
	unsigned ncpu, events;
	bool msr; /* both of its events are offered */
	struct perf_kind kinds[PERF_MAX_EVENTS];
	unsigned event[PERF_MAX_EVENTS]; /* the kinds that some CPU has */
	struct perf_cpu cpu[];
};

static int open_group(struct perf *perf, unsigned cpu, unsigned which)
{
	struct perf_cpu *c = &perf->cpu[cpu];
	const unsigned first = first_kind[which];
	const unsigned count = which == HARDWARE ? c->hardware_kinds : first_kind[which + 1] - first;
	if (which == MSR && !perf->msr)
		return 0;
	return perf_group_open(&c->group[which], perf->kinds + first, count, which == HARDWARE ? c->pmu : 0, cpu);
}

/* One of the two alone is useless. */
static void find_msr(struct perf *perf, int root)
{
	const int64_t type = perf_pmu_type(root, "msr");
	double scale;

	perf->msr = type > 0;
	for (unsigned i = first_kind[MSR]; i < PERF_MAX_EVENTS && perf->msr; i++) {
		perf->kinds[i].type = (uint32_t)type;
		perf->msr = perf_pmu_event(root, "msr", perf->kinds[i].name, &perf->kinds[i].config, &scale);
	}
}

/* On hybrid CPUs the generic events mean the P cores unless the PMU is named, and each PMU counts on its own CPUs only. */
static void find_hybrid(struct perf *perf, int root)
{
	static const char *const names[] = {"cpu_core", "cpu_atom", "cpu_lowpower"};
	struct cpuset cpus;

	for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
		const int64_t type = perf_pmu_type(root, names[i]);
		if (type <= 0 || !perf_pmu_cpus(root, names[i], "cpus", &cpus))
			continue;
		for (unsigned cpu = 0; cpu < perf->ncpu; cpu++)
			if (cpuset_has(&cpus, cpu))
				perf->cpu[cpu].pmu = (uint32_t)type;
	}
}

struct shortfall {
	int error[GROUPS];      /* the first errno of each group */
	unsigned opened[GROUPS]; /* CPUs on which it was opened */
	unsigned starved;       /* CPUs that found no descriptors */
};

/* Opens everything on the CPUs that are online. An offline CPU gives ENODEV, which is no error. */
static struct shortfall open_all(struct perf *perf)
{
	struct shortfall s = {0};
	for (unsigned cpu = 0; cpu < perf->ncpu; cpu++) {
		bool starved = false;
		for (unsigned which = 0; which < GROUPS; which++) {
			const int error = -open_group(perf, cpu, which);
			s.opened[which] += error == 0;
			starved |= error == EMFILE || error == ENFILE;
			if (error && error != ENODEV && s.error[which] == 0)
				s.error[which] = error;
		}
		s.starved += starved;
	}
	return s;
}

/* The kinds that at least one CPU has, in the order of `kinds`. */
static void list_events(struct perf *perf)
{
	bool present[PERF_MAX_EVENTS] = {false};
	for (unsigned cpu = 0; cpu < perf->ncpu; cpu++)
		for (unsigned which = 0; which < GROUPS; which++)
			for (unsigned i = 0; i < perf->cpu[cpu].group[which].count; i++)
				present[perf->cpu[cpu].group[which].kind[i] + first_kind[which]] = true;
	for (unsigned kind = 0; kind < PERF_MAX_EVENTS; kind++)
		if (present[kind])
			perf->event[perf->events++] = kind;
}

struct perf *perf_open(int root, unsigned ncpu, char *why, size_t len)
{
	char reason[200];
	struct perf *perf = calloc(1, sizeof *perf + ncpu * sizeof perf->cpu[0]);
	if (!perf) {
		snprintf(why, len, "out of memory");
		return NULL;
	}
	perf->ncpu = ncpu;
	memcpy(perf->kinds, templates, sizeof templates);
	for (unsigned cpu = 0; cpu < ncpu; cpu++) {
		perf->cpu[cpu].hardware_kinds = first_kind[SOFTWARE];
		for (unsigned kind = 0; kind < PERF_MAX_EVENTS; kind++)
			perf->cpu[cpu].total[kind] = NAN;
	}
	find_hybrid(perf, root);
	find_msr(perf, root);
	const struct shortfall s = open_all(perf);
	list_events(perf);

	why[0] = '\0';
	const int error = s.error[HARDWARE] ? s.error[HARDWARE] : s.error[SOFTWARE] ? s.error[SOFTWARE] : s.error[MSR];
	perf_pmu_refusal(error, reason, sizeof reason);
	if (perf->events == 0) {
		snprintf(why, len, "no counters: %s", reason);
		perf_close(perf);
		return NULL;
	}
	if (s.starved)
		snprintf(why, len, "no file descriptors left (RLIMIT_NOFILE): %u of %u CPUs lack counters", s.starved, ncpu);
	else if (s.opened[HARDWARE] == 0)
		snprintf(why, len, "no hardware counters: %s", reason);
	else if (error)
		snprintf(why, len, "some CPUs lack counters: %s", reason);
	return perf;
}

unsigned perf_event_count(const struct perf *perf)
{
	return perf->events;
}

const char *perf_event_name(const struct perf *perf, unsigned i)
{
	return perf->kinds[perf->event[i]].name;
}

bool perf_hardware(const struct perf *perf)
{
	return perf->events > 0 && perf->event[0] < first_kind[SOFTWARE];
}

/* Adds a group's new counts. A dead group is opened again, a starved one with one member fewer; a new group's counts come with the next read. */
static void read_group(struct perf *perf, unsigned cpu, unsigned which)
{
	struct perf_cpu *c = &perf->cpu[cpu];
	struct perf_group *group = &c->group[which];

	if (group->count == 0)
		return;
	const enum perf_reading reading = perf_group_read(group, c->total + first_kind[which]);
	if (reading == PERF_GOOD || (reading == PERF_STARVED && (which != HARDWARE || c->hardware_kinds == LEAST_HARDWARE_KINDS)))
		return;
	if (reading == PERF_STARVED)
		c->hardware_kinds--;
	perf_group_close(group);
	/* When this fails the CPU is offline: its values are missing, and perf_cpu_online tries again. */
	(void)open_group(perf, cpu, which);
}

void perf_read(struct perf *perf, unsigned cpu, double *out)
{
	double now[PERF_MAX_EVENTS];

	for (unsigned kind = 0; kind < PERF_MAX_EVENTS; kind++)
		now[kind] = NAN;
	for (unsigned which = 0; which < GROUPS && cpu < perf->ncpu; which++) {
		read_group(perf, cpu, which);
		const struct perf_group *group = &perf->cpu[cpu].group[which];
		for (unsigned i = 0; i < group->count; i++) {
			const unsigned kind = group->kind[i] + first_kind[which];
			now[kind] = perf->cpu[cpu].total[kind];
		}
	}
	for (unsigned i = 0; i < perf->events; i++)
		out[i] = now[perf->event[i]];
}

void perf_cpu_online(struct perf *perf, unsigned cpu)
{
	for (unsigned which = 0; which < GROUPS && cpu < perf->ncpu; which++)
		if (perf->cpu[cpu].group[which].count == 0)
			(void)open_group(perf, cpu, which);
}

void perf_cpu_offline(struct perf *perf, unsigned cpu)
{
	for (unsigned which = 0; which < GROUPS && cpu < perf->ncpu; which++)
		perf_group_close(&perf->cpu[cpu].group[which]);
}

void perf_close(struct perf *perf)
{
	if (!perf)
		return;
	for (unsigned cpu = 0; cpu < perf->ncpu; cpu++)
		perf_cpu_offline(perf, cpu);
	free(perf);
}
