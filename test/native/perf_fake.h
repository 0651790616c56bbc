/* SPDX-License-Identifier: MIT */
/* A perf_event_open of the test's own: it stands in for the kernel's through the linker's --wrap of syscall, ioctl and read. */
#ifndef LATTICE_PERF_FAKE_H
#define LATTICE_PERF_FAKE_H

#include <stdbool.h>
#include <stdint.h>

#define FAKE_CPUS 4u

/* What the fake machine is like. Events count `rate` a ms while their group runs. */
struct perf_fake {
	uint64_t ms;               /* time since boot */
	bool offline[FAKE_CPUS];
	bool no_pmu;
	unsigned counters;         /* hardware events in one group that can run at all */
	unsigned share_percent;    /* of the time that a hardware group runs */
	int refuse;                /* errno for every open, 0 for none */
	unsigned descriptors;      /* opens left before EMFILE */
	uint64_t missing_config;   /* this hardware config gives ENOENT */
	uint64_t rate;
};
extern struct perf_fake fake;

/* Lets time pass, and counts. */
void perf_fake_pass(uint64_t ms);

/* Takes a CPU away, which breaks its groups up for good, or brings it back. */
void perf_fake_offline(unsigned cpu, bool offline);

/* Descriptors open now. */
unsigned perf_fake_open_count(void);

#endif
