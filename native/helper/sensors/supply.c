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

/* A value that a battery gives directly (uW, uWh), or as uA or uAh that must be multiplied by its voltage in uV. */
struct product {
	unsigned signal, file, voltage;
	bool by_voltage;
};

struct supplies {
	unsigned count;
	struct product products[];
};

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

static void probe_product(struct machine *machine, struct supplies *supplies, const char *directory, const char *scope, const char *what, struct signal signal,
			  const char *direct, const char *charge)
{
	struct product *product = &supplies->products[supplies->count];
	char path[160];

	if (!has(machine, directory, direct, path, sizeof(path))) {
		if (!has(machine, directory, "voltage_now", path, sizeof(path)))
			return;
		product->voltage = polled_file_add(machine, path);
		product->by_voltage = true;
		if (!has(machine, directory, charge, path, sizeof(path)))
			return;
	}
	product->file = polled_file_add(machine, path);
	product->signal = add(machine, scope, what, signal);
	supplies->count++;
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
	if (strcmp(type, "Battery") != 0)
		return;
	if (has(machine, directory, "status", path, sizeof(path)))
		probe_status(machine, path, scope);
	probe_product(machine, supplies, directory, scope, "power", (struct signal){ .role = "power", .unit = "uW", .kind = SIGNAL_GAUGE }, "power_now", "current_now");
	probe_product(machine, supplies, directory, scope, "energy", (struct signal){ .role = "charge", .unit = "uWh", .kind = SIGNAL_GAUGE }, "energy_now", "charge_now");
	if (has(machine, directory, "capacity", path, sizeof(path))) {
		struct channel *channel;
		unsigned signal = add(machine, scope, "capacity", (struct signal){ .role = "capacity", .unit = "percent", .kind = SIGNAL_GAUGE });

		channel = channel_add(machine, channel_make(machine, FORM_NUMBER, path, signal, 1), LANE_SLOW);
		channel->low = 0;
		channel->high = 100;
	}
}

static void *probe(struct machine *machine)
{
	struct listing names = sysfs_list(machine->root, "sys/class/power_supply", "", &machine->arena);
	struct supplies *supplies = arena_zalloc(&machine->arena, sizeof(*supplies) + (2 * names.count + 1) * sizeof(*supplies->products));

	machine->supplies = arena_zalloc(&machine->arena, (names.count + 1) * sizeof(*machine->supplies));
	for (unsigned i = 0; i < names.count; i++)
		probe_supply(machine, supplies, names.names[i]);
	if (!machine->supply_count)
		machine_missing(machine, "supplies", "neither mains nor a battery of the machine's own is reported (a desktop, a server or a virtual machine)");
	return supplies;
}

static double read_magnitude(struct machine *machine, unsigned file)
{
	char text[SETTING_ROOM];
	int64_t number;

	/* Some batteries give a negative value while discharging; status gives the direction. */
	return polled_file_read(machine, file, text, sizeof(text)) > 0 && parse_number(text, &number) == 0 ? fabs((double)number) : (double)NAN;
}

static void read_supplies(struct machine *machine, void *state, enum lane lane)
{
	const struct supplies *supplies = state;

	for (unsigned i = 0; lane == LANE_SLOW && i < supplies->count; i++) {
		const struct product *product = &supplies->products[i];
		double value = read_magnitude(machine, product->file);

		machine->values[product->signal] = product->by_voltage ? value * read_magnitude(machine, product->voltage) / 1e6 : value;
	}
}

const struct sensor_class supply_sensor = { .name = "supply", .probe = probe, .read = read_supplies };
