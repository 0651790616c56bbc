/* SPDX-License-Identifier: MIT */
/* Zones are matched by name. What is measured already is not counted again: intel-rapl-mmio, of which only the limits are used where the other counts,
 * and dies that show the register of their whole package. */
#include "powercap/powercap.h"

#include "base/sysfs.h"
#include "controls/rapl_limits.h"
#include "machine/channel.h"
#include "machine/machine.h"
#include "machine/polled_file.h"
#include "machine/signal.h"
#include "perf/perf_energy_signals.h"
#include "sensors/hwmon.h"
#include "powercap/powercap_dies.h"
#include "sensors/sensor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POWERCAP "sys/class/powercap"

/* "package-0" → "package0", "package-0-die-1" → "package0.die1", "psys" and "psys-0" → "psys"; false for other names. */
static bool top_name(const char *kernel, char *name, size_t room)
{
	unsigned package, die;

	if (sscanf(kernel, "package-%u-die-%u", &package, &die) == 2)
		snprintf(name, room, "package%u.die%u", package, die);
	else if (sscanf(kernel, "package-%u", &package) == 1)
		snprintf(name, room, "package%u", package);
	else if (strcmp(kernel, "psys") == 0 || strcmp(kernel, "psys-0") == 0)
		snprintf(name, room, "psys");
	else if (sscanf(kernel, "psys-%u", &package) == 1)
		snprintf(name, room, "psys%u", package);
	else
		return false;
	return true;
}

static bool is_mmio(const char *zone)
{
	return strncmp(zone, "intel-rapl-mmio", 15) == 0;
}

static bool already_has(const struct machine *machine, const char *name)
{
	for (unsigned i = 0; i < machine->signal_count; i++)
		if (strcmp(machine->signals[i].name, name) == 0)
			return true;
	return false;
}

static bool counts(const struct machine *machine, const char *zone)
{
	char signal[80];

	snprintf(signal, sizeof(signal), "%s.energy", zone);
	return already_has(machine, signal);
}

static void probe_energy(struct machine *machine, const struct powercap_dies *dies, const char *directory, const char *zone)
{
	const char *mirrored;
	char path[256], signal[80];
	int64_t energy, range = 0;
	struct channel channel;
	int error;

	snprintf(signal, sizeof(signal), "%s.energy", zone);
	snprintf(path, sizeof(path), "%s/max_energy_range_uj", directory);
	sysfs_read_number(machine->root, path, &range);
	snprintf(path, sizeof(path), "%s/energy_uj", directory);
	error = sysfs_read_number(machine->root, path, &energy);
	if (error == -ENOENT)
		return;
	if (error < 0) {
		machine_missing(machine, signal, "/%s cannot be read: %s%s", path, strerror(-error), error == -EACCES ? " (it is 0400: run the helper as root)" : "");
		return;
	}
	if (already_has(machine, signal)) {
		machine_missing(machine, path, "a second counter named %s: not counted twice", signal);
		return;
	}
	mirrored = powercap_dies_mirrored(dies, path, machine, counts);
	if (mirrored) {
		machine_missing(machine, signal, "/%s shows what %s.energy shows: not counted twice", path, mirrored);
		return;
	}
	channel = channel_make(machine, FORM_COUNTER, path, signal_add(machine, (struct signal){
		.name = signal, .role = "energy", .scope = zone, .unit = "uJ", .kind = SIGNAL_COUNTER,
	}), 1);
	channel.range = range > 0 ? (uint64_t)range : 0;
	channel_add(machine, channel, LANE_FAST);
	machine->energy_source = "powercap";
}

/* "package0.mmio" counts for package0 where nothing else does. */
static void probe_twin(struct machine *machine, const struct powercap_dies *dies, const char *directory, const char *name)
{
	char twin[64];

	snprintf(twin, sizeof(twin), "%.*s", (int)(strlen(name) - strlen(".mmio")), name);
	if (!counts(machine, twin))
		probe_energy(machine, dies, directory, twin);
}

static void probe_zone(struct machine *machine, const struct powercap_dies *dies, const char *directory, const char *parent, bool mmio, char *name, size_t room)
{
	char path[320], *kernel;

	name[0] = '\0';
	snprintf(path, sizeof(path), "%s/name", directory);
	kernel = sysfs_read_string(machine->root, path, &machine->arena);
	if (!kernel)
		return;
	if (parent)
		snprintf(name, room, "%s.%s", parent, kernel);
	else if (!top_name(kernel, name, room))
		return;
	else if (mmio)
		strncat(name, ".mmio", room - strlen(name) - 1);
	if (!mmio)
		probe_energy(machine, dies, directory, name);
	else if (!parent)
		probe_twin(machine, dies, directory, name);
	rapl_limits_probe(machine, directory, name);
}

/* Children are listed below their parent and, on a real machine, next to it too. */
static void probe_tree(struct machine *machine, const struct powercap_dies *dies, const char *zone, const char *const *flat, unsigned flat_count)
{
	bool mmio = is_mmio(zone);
	char directory[160], child[224], prefix[80], name[64], inner[80];
	struct listing children;

	snprintf(directory, sizeof(directory), POWERCAP "/%.60s", zone);
	probe_zone(machine, dies, directory, NULL, mmio, name, sizeof(name));
	if (!name[0])
		return;
	snprintf(prefix, sizeof(prefix), "%.60s:", zone);
	children = sysfs_list(machine->root, directory, prefix, &machine->arena);
	for (unsigned i = 0; i < children.count; i++) {
		snprintf(child, sizeof(child), "%s/%.60s", directory, children.names[i]);
		probe_zone(machine, dies, child, name, mmio, inner, sizeof(inner));
	}
	for (unsigned i = 0; !children.count && i < flat_count; i++) {
		if (strncmp(flat[i], prefix, strlen(prefix)) != 0)
			continue;
		snprintf(child, sizeof(child), POWERCAP "/%.60s", flat[i]);
		probe_zone(machine, dies, child, name, mmio, inner, sizeof(inner));
	}
}

/* The zones that are in none, one after the other, the twins last: by then it is known which packages count. NULL: no more. */
static const char *next_top(const struct listing *zones, unsigned *n)
{
	while (*n < 2 * zones->count) {
		const bool twins = *n >= zones->count;
		const char *zone = zones->names[(*n)++ % zones->count], *colon = strchr(zone, ':');

		if (colon && !strchr(colon + 1, ':') && is_mmio(zone) == twins)
			return zone;
	}
	return NULL;
}

static void compare_dies(struct machine *machine, const struct listing *zones, struct powercap_dies *dies)
{
	unsigned n = 0;

	for (const char *zone; (zone = next_top(zones, &n));) {
		char directory[160], path[192], name[64];
		const char *kernel;

		snprintf(directory, sizeof(directory), POWERCAP "/%.60s", zone);
		snprintf(path, sizeof(path), "%s/name", directory);
		kernel = sysfs_read_string(machine->root, path, &machine->arena);
		if (kernel && top_name(kernel, name, sizeof(name)))
			powercap_dies_add(dies, machine, name, directory);
	}
	powercap_dies_compare(dies, machine);
}

static void *probe(struct machine *machine)
{
	const struct listing zones = sysfs_list(machine->root, POWERCAP, "intel-rapl", &machine->arena);
	struct powercap_dies dies = { 0 };
	unsigned n = 0;
	void *fallback;

	compare_dies(machine, &zones, &dies);
	for (const char *zone; (zone = next_top(&zones, &n));)
		probe_tree(machine, &dies, zone, (const char *const *)zones.names, zones.count);
	free(dies.items);
	if (strcmp(machine->energy_source, "none") != 0)
		return NULL;
	fallback = perf_energy_signals_probe(machine);
	if (!fallback && hwmon_energy_probe(machine))
		machine->energy_source = "hwmon";
	else if (!fallback)
		machine_missing(machine, "energy", "%s; %s", zones.count ? "powercap's RAPL counters cannot be read" : "no RAPL zone in /" POWERCAP " (module intel_rapl_msr not loaded, or a virtual machine)",
				perf_energy_signals_why(machine));
	return fallback;
}

const struct sensor_class powercap_sensor = { .name = "powercap", .probe = probe, .read = perf_energy_signals_read };
