/* SPDX-License-Identifier: MIT */
/* Firmware tables have wrong values (a critical trip of 20.8 °C). Using them would throttle a cool machine for ever. */
#include "sensors/trips.h"

#include "base/arena.h"
#include "base/sysfs.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "sensors/thermal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Where the kernel slows or stops the machine; active trips only start fans. */
static bool limits_machine(const char *type)
{
	return strcmp(type, "passive") == 0 || strcmp(type, "hot") == 0 || strcmp(type, "critical") == 0;
}

static void probe_trip(struct machine *machine, struct zone *zone, const char *directory, unsigned index)
{
	struct signal *signal = &machine->signals[zone->signal];
	struct trip *trip = &zone->trips[zone->trip_count];
	int64_t temperature, hysteresis = 0;
	char path[160];

	snprintf(path, sizeof(path), "%s/trip_point_%u_type", directory, index);
	trip->type = sysfs_read_string(machine->root, path, &machine->arena);
	snprintf(path, sizeof(path), "%s/trip_point_%u_hyst", directory, index);
	sysfs_read_number(machine->root, path, &hysteresis);
	snprintf(path, sizeof(path), "%s/trip_point_%u_temp", directory, index);
	if (!trip->type || sysfs_read_number(machine->root, path, &temperature) < 0)
		return;
	trip->celsius = (double)temperature / 1000;
	trip->hysteresis = (double)hysteresis / 1000;
	/* -274000 is an unset trip and 0 a threshold that is switched off. */
	if (temperature <= -273000 || temperature == 0)
		return;
	if (trip->celsius > TEMPERATURE_HIGHEST || trip->celsius < (limits_machine(trip->type) ? TRIP_LOWEST : TEMPERATURE_LOWEST)) {
		char what[96];

		snprintf(what, sizeof(what), "%.64s %.16s trip", signal->name, trip->type);
		machine_missing(machine, what, "/%s reads %.1f degrees, which is not plausible: ignored", path, trip->celsius);
		return;
	}
	zone->trip_count++;
	if (limits_machine(trip->type) && !(trip->celsius >= signal->nearest_trip))
		signal->nearest_trip = trip->celsius;
}

void trips_probe(struct machine *machine, struct zone *zone, const char *directory)
{
	struct listing files = sysfs_list(machine->root, directory, "trip_point_", &machine->arena);

	zone->trips = arena_zalloc(&machine->arena, (files.count + 1) * sizeof(*zone->trips));
	for (unsigned i = 0; i < files.count; i++) {
		unsigned index;
		int end = 0;

		if (sscanf(files.names[i], "trip_point_%u_temp%n", &index, &end) == 1 && end && !files.names[i][end])
			probe_trip(machine, zone, directory, index);
	}
}
