/* SPDX-License-Identifier: MIT */
/* CLOCK_BOOTTIME goes on during a suspend, CLOCK_MONOTONIC does not: their difference is the time asleep. */
#include "sensors/clock.h"

#include "base/arena.h"
#include "base/monotonic.h"
#include "machine/channel.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "sensors/sensor.h"

#include <math.h>
#include <time.h>

enum { JITTER_NS = 1000000 }; /* the two clocks are read one after the other */

static void *probe(struct machine *machine)
{
	unsigned *signal = arena_zalloc(&machine->arena, sizeof(*signal));

	*signal = signal_add(machine, (struct signal){
		.name = "clock.suspended", .role = "suspended", .scope = "machine", .unit = "ns", .kind = SIGNAL_COUNTER, .band = BAND_CHANGE,
	});
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
