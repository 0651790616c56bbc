/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "burn.h"

#include <errno.h>
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

static const double MAX_KHZ = 4600000.0;
/* Between two looks at the clock lie some microseconds of emulated code. */
static const int64_t HELD_NS = 1000000;

volatile sig_atomic_t burn_stopped;

int64_t clock_ns(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

void sleep_until(int64_t monotonic_ns)
{
	struct timespec at = { .tv_sec = monotonic_ns / 1000000000LL, .tv_nsec = monotonic_ns % 1000000000LL };
	while (!burn_stopped && clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR)
		;
}

/*
 * From the start of work to its end the CPU never rests: what interrupts and other tasks take of that runs at the same clock, and
 * counters that left it out would tell of a slower one. Tasks that burn at once on one CPU publish each moment only once.
 */
static void publish(const struct cpu_page *page, int64_t from, int64_t until)
{
	static _Atomic int64_t published;
	int64_t begun = published > from ? published : from;
	if (until <= begun)
		return;
	published = until;
	__atomic_fetch_add(page->busy_ns, (uint64_t)(until - begun), __ATOMIC_RELAXED);
}

/*
 * Where the host kept the emulated CPU from running, a single look at the clock jumps past the work's end; what was done too
 * much counts for the next piece, so that sums stay true.
 */
void burn(struct burner *burner, double work_ms, double memory, int64_t end)
{
	const struct cpu_page *page = &burner->page;
	uint32_t permille = (uint32_t)lround(memory * 1000);
	double left_ns = work_ms * 1e6 - burner->surplus_ns;
	int64_t before = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	int64_t wall = clock_ns(CLOCK_MONOTONIC), look = wall;
	for (; left_ns > 0 && !burn_stopped && wall < end; wall = look) {
		double khz = *page->frequency_khz;
		int64_t now = clock_ns(CLOCK_THREAD_CPUTIME_ID);
		look = clock_ns(CLOCK_MONOTONIC);
		left_ns -= (double)(now - before) / (memory + (1.0 - memory) * MAX_KHZ / khz);
		burner->busy_ns += now - before;
		if (now - before > HELD_NS)
			burner->held_ns += now - before;
		*page->memory_permille = permille;
		publish(page, wall, look);
		__atomic_fetch_add(page->own_ns, (uint64_t)(now - burner->owned_ns), __ATOMIC_RELAXED);
		burner->owned_ns = now;
		before = now;
	}
	burner->surplus_ns = left_ns < 0 ? -left_ns : 0;
}

void pin(int cpu)
{
	cpu_set_t set;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof set, &set)) {
		perror("load: sched_setaffinity");
		exit(1);
	}
}
