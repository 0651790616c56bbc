/* SPDX-License-Identifier: MIT */
/* Some zones (acpitz) run firmware code for milliseconds when read. A zone that is slow moves to the once-a-second lane. */
#include "sensors/thermal.h"

#include "base/arena.h"
#include "base/monotonic.h"
#include "base/sysfs.h"
#include "machine/channel.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "sensors/sensor.h"
#include "sensors/trips.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SLOW_NS = 300000 };

struct thermal {
	unsigned count;
	struct thermal_channel {
		struct channel channel;
		bool slow;
	} channels[];
};

void channel_plausible_temperature(struct channel *channel)
{
	channel->scale = 0.001;
	channel->low = TEMPERATURE_LOWEST;
	channel->high = TEMPERATURE_HIGHEST;
}

/* A repeated type gets a number: zone.acpitz, zone.acpitz.1. */
static const char *scope_of(struct machine *machine, const char *type)
{
	char clean[48];
	unsigned repeated = 0;

	snprintf(clean, sizeof(clean), "%s", type);
	for (char *letter = clean; *letter; letter++)
		if (*letter == ' ')
			*letter = '_';
	for (unsigned i = 0; i < machine->zone_count; i++)
		repeated += strcmp(machine->zones[i].type, type) == 0;
	return repeated ? arena_printf(&machine->arena, "zone.%s.%u", clean, repeated) : arena_printf(&machine->arena, "zone.%s", clean);
}

static void probe_zone(struct machine *machine, struct thermal *thermal, const char *directory)
{
	struct thermal_channel *entry = &thermal->channels[thermal->count];
	struct zone *zone = &machine->zones[machine->zone_count];
	const char *scope, *name;
	char path[160];
	int64_t now;

	snprintf(path, sizeof(path), "%s/type", directory);
	zone->type = sysfs_read_string(machine->root, path, &machine->arena);
	if (!zone->type || !*zone->type)
		return;
	scope = scope_of(machine, zone->type);
	name = arena_printf(&machine->arena, "%s.temp", scope);
	snprintf(path, sizeof(path), "%s/temp", directory);
	if (sysfs_read_number(machine->root, path, &now) == 0 && !(now >= TEMPERATURE_LOWEST * 1000 && now <= TEMPERATURE_HIGHEST * 1000))
		machine_missing(machine, name, "/%s reads %.1f degrees, which is not plausible (%d to %d)", path, (double)now / 1000, TEMPERATURE_LOWEST, TEMPERATURE_HIGHEST);
	zone->signal = signal_add(machine, (struct signal){
		.name = name, .role = "temperature", .scope = scope, .unit = "C", .kind = SIGNAL_GAUGE, .band = BAND_TEMPERATURE,
	});
	entry->channel = channel_make(machine, FORM_NUMBER, path, zone->signal, 1);
	channel_plausible_temperature(&entry->channel);
	thermal->count++;
	machine->zone_count++;
	trips_probe(machine, zone, directory);
}

static void *probe(struct machine *machine)
{
	struct listing zones = sysfs_list(machine->root, "sys/class/thermal", "thermal_zone", &machine->arena);
	struct thermal *thermal;

	if (!zones.count) {
		machine_missing(machine, "zones", "the kernel has registered no thermal zone");
		return NULL;
	}
	thermal = arena_zalloc(&machine->arena, sizeof(*thermal) + zones.count * sizeof(*thermal->channels));
	machine->zones = arena_zalloc(&machine->arena, zones.count * sizeof(*machine->zones));
	for (unsigned i = 0; i < zones.count; i++) {
		char directory[128];

		snprintf(directory, sizeof(directory), "sys/class/thermal/%.64s", zones.names[i]);
		probe_zone(machine, thermal, directory);
	}
	return thermal;
}

static void read_zones(struct machine *machine, void *state, enum lane lane)
{
	struct thermal *thermal = state;
	uint64_t before = monotonic_ns(), after;

	for (unsigned i = 0; i < thermal->count; i++) {
		struct thermal_channel *entry = &thermal->channels[i];

		if (entry->slow != (lane == LANE_SLOW))
			continue;
		channel_read(machine, &entry->channel);
		after = monotonic_ns();
		entry->slow |= after - before > SLOW_NS;
		before = after;
	}
}

const struct sensor_class thermal_sensor = { .name = "thermal", .probe = probe, .read = read_zones };
