/* SPDX-License-Identifier: MIT */
/* Only the machine's own batteries: scope=Device is a mouse or a headset. */
#include "sensors/supply.h"

#include "base/arena.h"
#include "base/sysfs.h"
#include "machine/channel.h"
#include "machine/choices.h"
#include "machine/machine.h"
#include "machine/polled_file.h"
#include "machine/signal.h"
#include "sensors/sensor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum way_form {
	WAY_AMOUNT,
	WAY_PERCENT,
	WAY_SHARE, /* of `full`: both are in one unit, so that no voltage is needed */
	WAY_COUNT,
};

/* One way to read a gauge: directly (uW, uWh), or as uA or uAh that must be multiplied by a voltage in uV; with the file of what it can't exceed. */
struct way {
	enum way_form form;
	unsigned file, voltage, full;
	bool by_voltage, bounded;
};

/* The first way that gives a plausible value counts: some fuel gauges have one attribute right and its twin in another unit, or always at 0. */
struct gauge {
	unsigned signal, count, every, turn;
	struct way ways[2];
};

struct supplies {
	unsigned count;
	struct gauge gauges[];
};

/* What ages over months is read this seldom. */
enum { SECONDS_BETWEEN = 60, GAUGES = 6, MOST_CYCLES = 20000 };

/* A gauge this much beyond its own full battery is nonsense; a little beyond is an old battery that was charged to the brim. */
#define MOST_OF_FULL 1.1
/* One that holds less of its design has none: 2^32 - 1 is ACPI's word for unknown. */
#define LEAST_OF_DESIGN 0.05

static bool has(struct machine *machine, const char *directory, const char *attribute, char *path, size_t room)
{
	snprintf(path, room, "%s/%s", directory, attribute);
	return sysfs_exists(machine->root, path);
}

/* "supply.BAT0.power" of "supply.BAT0". */
static unsigned add(struct machine *machine, const char *scope, const char *what, struct signal signal)
{
	char name[96];

	snprintf(name, sizeof(name), "%s.%s", scope, what);
	signal.name = name;
	signal.scope = scope;
	return signal_add(machine, signal);
}

static void add_way(struct machine *machine, struct gauge *gauge, const char *directory, const char *now, const char *voltage, const char *full)
{
	struct way *way = &gauge->ways[gauge->count];
	char path[160];

	/* The place may have been given a form for a file that was not there. */
	way->form = WAY_AMOUNT;
	if (voltage) {
		if (!has(machine, directory, now, path, sizeof(path)) || !has(machine, directory, voltage, path, sizeof(path)))
			return;
		way->voltage = polled_file_add(machine, path);
		way->by_voltage = true;
	}
	if (!has(machine, directory, now, path, sizeof(path)))
		return;
	way->file = polled_file_add(machine, path);
	if (full && has(machine, directory, full, path, sizeof(path))) {
		way->full = polled_file_add(machine, path);
		way->bounded = true;
	}
	gauge->count++;
}

static struct gauge *next_gauge(struct supplies *supplies)
{
	return &supplies->gauges[supplies->count];
}

/* How much of what it was made for it still holds: nothing where a driver doesn't know one of the two. */
static void add_share(struct machine *machine, struct gauge *gauge, const char *directory, const char *full, const char *design)
{
	unsigned before = gauge->count;
	char path[160];

	if (!has(machine, directory, design, path, sizeof(path)))
		return;
	add_way(machine, gauge, directory, full, NULL, design);
	if (gauge->count > before)
		gauge->ways[before].form = WAY_SHARE;
}

/* Counts only if there is a way to read it. */
static void add_gauge(struct machine *machine, struct supplies *supplies, const char *scope, const char *what, const char *role, const char *unit)
{
	struct gauge *gauge = next_gauge(supplies);

	if (!gauge->count)
		return;
	gauge->signal = add(machine, scope, what, (struct signal){ .role = role, .unit = unit, .kind = SIGNAL_GAUGE });
	supplies->count++;
}

/* What is in it and what a full one holds are Ah times the same volts, else a battery above its design voltage holds more than a full one. */
static const char *charge_voltage(struct machine *machine, const char *directory)
{
	char path[160];
	int64_t design = 0;

	if (has(machine, directory, "voltage_min_design", path, sizeof(path)) && sysfs_read_number(machine->root, path, &design) == 0 && design > 0)
		return "voltage_min_design";
	return "voltage_now";
}

static void probe_battery(struct machine *machine, struct supplies *supplies, const char *directory, const char *scope)
{
	const char *voltage = charge_voltage(machine, directory);

	add_way(machine, next_gauge(supplies), directory, "power_now", NULL, NULL);
	add_way(machine, next_gauge(supplies), directory, "current_now", "voltage_now", NULL);
	add_gauge(machine, supplies, scope, "power", "power", "uW");
	add_way(machine, next_gauge(supplies), directory, "energy_now", NULL, "energy_full");
	add_way(machine, next_gauge(supplies), directory, "charge_now", voltage, "charge_full");
	add_gauge(machine, supplies, scope, "energy", "charge", "uWh");
	add_way(machine, next_gauge(supplies), directory, "energy_full", NULL, NULL);
	add_way(machine, next_gauge(supplies), directory, "charge_full", voltage, NULL);
	add_gauge(machine, supplies, scope, "full", "full_charge", "uWh");
	add_way(machine, next_gauge(supplies), directory, "capacity", NULL, NULL);
	next_gauge(supplies)->ways[0].form = WAY_PERCENT;
	add_gauge(machine, supplies, scope, "capacity", "capacity", "percent");
	next_gauge(supplies)->every = SECONDS_BETWEEN;
	add_share(machine, next_gauge(supplies), directory, "energy_full", "energy_full_design");
	add_share(machine, next_gauge(supplies), directory, "charge_full", "charge_full_design");
	add_gauge(machine, supplies, scope, "health", "health", "percent");
	next_gauge(supplies)->every = SECONDS_BETWEEN;
	add_way(machine, next_gauge(supplies), directory, "cycle_count", NULL, NULL);
	next_gauge(supplies)->ways[0].form = WAY_COUNT;
	add_gauge(machine, supplies, scope, "cycle_count", "cycle_count", "count");
	next_gauge(supplies)->every = 0;
}

static void probe_status(struct machine *machine, const char *path, const char *scope)
{
	static const char *const words[] = { "Unknown", "Charging", "Discharging", "Not charging", "Full" };
	unsigned signal = add(machine, scope, "status", (struct signal){ .role = "status", .unit = "choice", .kind = SIGNAL_STATE, .band = BAND_CHANGE });
	char now[SETTING_ROOM];

	for (unsigned i = 0; i < sizeof(words) / sizeof(*words); i++)
		choices_append(machine, &machine->signals[signal].choices, words[i]);
	if (sysfs_read(machine->root, path, now, sizeof(now)) > 0)
		choices_append(machine, &machine->signals[signal].choices, now);
	channel_add(machine, channel_make(machine, FORM_CHOICE, path, signal, 1), LANE_SLOW);
}

static void probe_supply(struct machine *machine, struct supplies *supplies, const char *name)
{
	char directory[96], path[160], scope[64], reach[32];
	char *type;

	snprintf(directory, sizeof(directory), "sys/class/power_supply/%.48s", name);
	snprintf(path, sizeof(path), "%s/type", directory);
	type = sysfs_read_string(machine->root, path, &machine->arena);
	if (!type)
		return;
	if (has(machine, directory, "scope", path, sizeof(path)) && sysfs_read(machine->root, path, reach, sizeof(reach)) > 0 && strcmp(reach, "Device") == 0)
		return;
	snprintf(scope, sizeof(scope), "supply.%.48s", name);
	machine->supplies[machine->supply_count++] = (struct supply){ arena_strdup(&machine->arena, name), type };
	if (has(machine, directory, "online", path, sizeof(path))) {
		struct channel *channel;
		unsigned signal = add(machine, scope, "online", (struct signal){ .role = "online", .unit = "bool", .kind = SIGNAL_STATE, .band = BAND_CHANGE });

		channel = channel_add(machine, channel_make(machine, FORM_NUMBER, path, signal, 1), LANE_SLOW);
		channel->low = 0;
		channel->high = 2; /* 2 is a programmable supply that is online */
	}
	/* A port that feeds a phone is online as well: its status tells it from one that charges the machine. */
	if (has(machine, directory, "status", path, sizeof(path)))
		probe_status(machine, path, scope);
	if (strcmp(type, "Battery") != 0 && strcmp(type, "UPS") != 0)
		return;
	if (has(machine, directory, "present", path, sizeof(path)))
		channel_add(machine, channel_make(machine, FORM_NUMBER, path,
			    add(machine, scope, "present", (struct signal){ .role = "present", .unit = "bool", .kind = SIGNAL_STATE, .band = BAND_CHANGE }), 1), LANE_SLOW);
	probe_battery(machine, supplies, directory, scope);
}

static void *probe(struct machine *machine)
{
	struct listing names = sysfs_list(machine->root, "sys/class/power_supply", "", &machine->arena);
	struct supplies *supplies = arena_zalloc(&machine->arena, sizeof(*supplies) + (GAUGES * names.count + 1) * sizeof(*supplies->gauges));

	machine->supplies = arena_zalloc(&machine->arena, (names.count + 1) * sizeof(*machine->supplies));
	for (unsigned i = 0; i < names.count; i++)
		probe_supply(machine, supplies, names.names[i]);
	if (!machine->supply_count)
		machine_missing(machine, "supplies", "neither mains nor a battery of the machine's own is reported (a desktop, a server or a virtual machine)");
	return supplies;
}

static double read_number(struct machine *machine, unsigned file)
{
	char text[SETTING_ROOM];
	int64_t number;

	return polled_file_read(machine, file, text, sizeof(text)) > 0 && parse_number(text, &number) == 0 ? (double)number : (double)NAN;
}

/* Some batteries give a negative value while discharging; status gives the direction. */
static double read_magnitude(struct machine *machine, unsigned file)
{
	return fabs(read_number(machine, file));
}

/* A full battery may say 106. */
static double read_percent(struct machine *machine, unsigned file)
{
	double value = read_number(machine, file);

	return value >= 0 && value <= 100 * MOST_OF_FULL ? fmin(value, 100) : (double)NAN;
}

/* A battery fresh from the maker may hold a little more than its design; one that holds nothing is a driver that doesn't know. */
static double read_share(struct machine *machine, const struct way *way)
{
	double design = read_number(machine, way->full), share = read_number(machine, way->file) / design;

	return design > 0 && share >= LEAST_OF_DESIGN && share <= MOST_OF_FULL ? 100 * share : (double)NAN;
}

/* 0 is what firmware says that doesn't count. */
static double read_count(struct machine *machine, const struct way *way)
{
	double count = read_number(machine, way->file);

	return count > 0 && count <= MOST_CYCLES ? count : (double)NAN;
}

static double read_amount(struct machine *machine, const struct way *way)
{
	double value = read_magnitude(machine, way->file);

	if (way->bounded) {
		double full = read_magnitude(machine, way->full);

		if (full > 0 && value > full * MOST_OF_FULL)
			return (double)NAN;
	}
	return way->by_voltage ? value * read_magnitude(machine, way->voltage) / 1e6 : value;
}

static double read_way(struct machine *machine, const struct way *way)
{
	switch (way->form) {
	case WAY_PERCENT:
		return read_percent(machine, way->file);
	case WAY_SHARE:
		return read_share(machine, way);
	case WAY_COUNT:
		return read_count(machine, way);
	case WAY_AMOUNT:
		break;
	}
	return read_amount(machine, way);
}

static double read_gauge(struct machine *machine, const struct gauge *gauge)
{
	double value = (double)NAN;

	for (unsigned way = 0; way < gauge->count && !(value > 0); way++) {
		double read = read_way(machine, &gauge->ways[way]);

		if (isfinite(read))
			value = read;
	}
	return value;
}

static void read_supplies(struct machine *machine, void *state, enum lane lane)
{
	struct supplies *supplies = state;

	for (unsigned i = 0; lane == LANE_SLOW && i < supplies->count; i++) {
		struct gauge *gauge = &supplies->gauges[i];

		if (!gauge->every || gauge->turn++ % gauge->every == 0)
			machine->values[gauge->signal] = read_gauge(machine, gauge);
	}
}

const struct sensor_class supply_sensor = { .name = "supply", .probe = probe, .read = read_supplies };
