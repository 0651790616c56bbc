/* SPDX-License-Identifier: MIT */
#include "base/monotonic.h"

#include <math.h>
#include <time.h>

static uint64_t read_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * (uint64_t)NS_PER_S + (uint64_t)now.tv_nsec;
}

uint64_t monotonic_ns(void)
{
	return read_ns(CLOCK_MONOTONIC);
}

uint64_t scheduler_tick_ns(void)
{
	struct timespec tick;

	clock_getres(CLOCK_MONOTONIC_COARSE, &tick);
	return (uint64_t)tick.tv_sec * (uint64_t)NS_PER_S + (uint64_t)tick.tv_nsec;
}

double asleep_ns(double before)
{
	/* The two clocks are read one after the other. */
	const double jitter = NS_PER_MS;
	double now = (double)(int64_t)(read_ns(CLOCK_BOOTTIME) - read_ns(CLOCK_MONOTONIC));

	if (fabs(now - before) < jitter)
		return before;
	return now < jitter ? 0 : now;
}
