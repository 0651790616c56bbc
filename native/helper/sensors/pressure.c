/* SPDX-License-Identifier: MIT */
/* The totals are live microseconds; the averages are updated only every 2 s. */
#include "sensors/pressure.h"

#include "base/arena.h"
#include "base/sysfs.h"
#include "machine/channel.h"
#include "machine/counter.h"
#include "machine/machine.h"
#include "machine/polled_file.h"
#include "machine/signal.h"
#include "sensors/sensor.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PRESSURE_ROOM = 256, RESOURCES = 3, NO_SIGNAL = -1 };

struct pressure {
	unsigned count;
	struct resource {
		unsigned file;
		int some, full; /* signals */
	} resources[RESOURCES];
};

static void *probe(struct machine *machine)
{
	static const char *const names[RESOURCES] = { "cpu", "memory", "io" };
	struct pressure *pressure = arena_zalloc(&machine->arena, sizeof(*pressure));

	for (unsigned i = 0; i < RESOURCES; i++) {
		struct resource *resource = &pressure->resources[pressure->count];
		char path[64], name[64], scope[32], text[PRESSURE_ROOM];
		ssize_t length;

		snprintf(path, sizeof(path), "proc/pressure/%s", names[i]);
		snprintf(scope, sizeof(scope), "psi.%s", names[i]);
		snprintf(name, sizeof(name), "%s.some", scope);
		length = sysfs_read(machine->root, path, text, sizeof(text));
		if (length <= 0) {
			machine_missing(machine, name, "/%s cannot be read: %s", path, length == -EOPNOTSUPP ? "pressure accounting is off (boot with psi=1)" : strerror((int)-length));
			continue;
		}
		resource->file = polled_file_add(machine, path);
		resource->some = (int)signal_add(machine, (struct signal){
			.name = name, .role = "pressure", .scope = scope, .unit = "us", .kind = SIGNAL_COUNTER, .band = BAND_PRESSURE,
		});
		resource->full = NO_SIGNAL;
		snprintf(name, sizeof(name), "%s.full", scope);
		/* The whole system's CPU `full` is always 0, printed for compatibility. */
		if (i > 0)
			resource->full = (int)signal_add(machine, (struct signal){
				.name = name, .role = "full_pressure", .scope = scope, .unit = "us", .kind = SIGNAL_COUNTER,
			});
		pressure->count++;
	}
	return pressure;
}

static void take_total(struct machine *machine, const char *text, const char *line, int signal)
{
	const char *at;

	if (signal == NO_SIGNAL)
		return;
	machine->values[signal] = NAN;
	at = strstr(text, line);
	at = at ? strstr(at, "total=") : NULL;
	if (at)
		machine->values[signal] = counter_push(&machine->signals[signal].counter, strtoull(at + 6, NULL, 10), 0, machine->asleep_ns);
}

static void read_pressure(struct machine *machine, void *state, enum lane lane)
{
	const struct pressure *pressure = state;

	for (unsigned i = 0; lane == LANE_FAST && i < pressure->count; i++) {
		char text[PRESSURE_ROOM];

		polled_file_read(machine, pressure->resources[i].file, text, sizeof(text));
		take_total(machine, text, "some ", pressure->resources[i].some);
		take_total(machine, text, "full ", pressure->resources[i].full);
	}
}

const struct sensor_class pressure_sensor = { .name = "pressure", .probe = probe, .read = read_pressure };
