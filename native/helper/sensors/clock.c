/* SPDX-License-Identifier: MIT */
/* CLOCK_BOOTTIME goes on during a suspend, CLOCK_MONOTONIC does not: their difference is the time asleep. */
#include "sensors/clock.h"

#include "base/arena.h"
#include "machine/channel.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "sensors/sensor.h"

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
	if (lane == LANE_FAST)
		machine->values[*(unsigned *)state] = machine->asleep_ns;
}

const struct sensor_class clock_sensor = { .name = "clock", .probe = probe, .read = read_clock };
