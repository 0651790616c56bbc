/* SPDX-License-Identifier: MIT */
/* Time asleep: CLOCK_BOOTTIME goes on during a suspend, CLOCK_MONOTONIC does not. */
#include "base/monotonic.h"
#include "sensors/sensors.h"

#include <math.h>
#include <time.h>

enum { JITTER_NS = 1000000 }; /* the two clocks are read one after the other */

uint64_t monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * (uint64_t)NS_PER_S + (uint64_t)now.tv_nsec;
}

static void *probe(struct machine *machine)
{
	unsigned *signal = arena_zalloc(&machine->arena, sizeof(*signal));

	*signal = signal_add(machine, "clock.suspended", "ns", SIGNAL_COUNTER, BAND_CHANGE);
	return signal;
}

static void read_clock(struct machine *machine, void *state, enum lane lane)
{
	double *value = &machine->values[*(unsigned *)state];
	struct timespec boot;
	double suspended;

	if (lane != LANE_FAST)
		return;
	clock_gettime(CLOCK_BOOTTIME, &boot);
	suspended = (double)((int64_t)boot.tv_sec * NS_PER_S + boot.tv_nsec - (int64_t)monotonic_ns());
	if (!(fabs(suspended - *value) < JITTER_NS))
		*value = suspended < JITTER_NS ? 0 : suspended;
}

const struct sensor_class clock_sensor = { .name = "clock", .probe = probe, .read = read_clock };
