/* SPDX-License-Identifier: MIT */
/* Read once a second: drivers cache values about as long, and some are slow. Matched by name, since hwmonN changes with each boot. */
#include "sensors/hwmon.h"

#include "base/sysfs.h"
#include "machine/channel.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "sensors/sensor.h"
#include "sensors/thermal.h"

#include <stdio.h>
#include <string.h>

/* A fan's speed flutters, and nothing hangs on it: it has no band, so that it never wakes a quiet machine. Registers full of ones are errors: a fan that
 * turns 65535 times a minute (amdgpu), a meter of 2^32 - 1 mW (ACPI). */
static const struct form {
	const char *prefix, *suffix, *alternative, *signal;
	double most; /* of what is not a temperature */
	struct signal what;
} forms[] = {
	{ "temp", "_input", NULL, "temp", 0, { .role = "temperature", .unit = "C", .kind = SIGNAL_GAUGE, .band = BAND_TEMPERATURE } },
	{ "power", "_average", "_input", "power", 1e12, { .role = "power", .unit = "uW", .kind = SIGNAL_GAUGE } },
	{ "fan", "_input", NULL, "fan", 65534, { .role = "fan", .unit = "rpm", .kind = SIGNAL_GAUGE } },
};

static void clean(char *text)
{
	for (; *text; text++)
		if (*text == ' ' || *text == '/')
			*text = '_';
}

static bool taken(const struct machine *machine, const char *name)
{
	for (unsigned i = machine->signal_count; i-- > 0 && strncmp(machine->signals[i].name, "hwmon.", 6) == 0;)
		if (strcmp(machine->signals[i].name, name) == 0)
			return true;
	return false;
}

/* "hwmon.coretemp.Core_0.temp" of "hwmon.coretemp.Core_0"; when two chips have the same name and label, the second gets a number between them. */
static unsigned add(struct machine *machine, const char *chip, const char *label, const struct form *form)
{
	char name[160], scope[112];
	struct signal signal = form->what;

	snprintf(scope, sizeof(scope), "hwmon.%.40s.%.40s", chip, label);
	snprintf(name, sizeof(name), "%s.%s", scope, form->signal);
	for (unsigned i = 1; taken(machine, name); i++) {
		snprintf(scope, sizeof(scope), "hwmon.%.40s.%u.%.40s", chip, i, label);
		snprintf(name, sizeof(name), "%s.%s", scope, form->signal);
	}
	signal.name = name;
	signal.scope = scope;
	return signal_add(machine, signal);
}

/* Tctl is what fans go by: on some parts 10 to 27 degrees above the die. Where the die itself is told, nobody should see it. */
static bool is_offset(struct machine *machine, const char *directory, const char *file, const struct listing *files)
{
	char path[192], text[48];
	size_t stem = strcspn(file, "_");

	snprintf(path, sizeof(path), "%s/%.*s_label", directory, (int)stem, file);
	if (sysfs_read(machine->root, path, text, sizeof(text)) <= 0 || strcmp(text, "Tctl") != 0)
		return false;
	for (unsigned i = 0; i < files->count; i++) {
		snprintf(path, sizeof(path), "%s/%.60s", directory, files->names[i]);
		if (strncmp(files->names[i], "temp", 4) == 0 && strstr(files->names[i], "_label") && sysfs_read(machine->root, path, text, sizeof(text)) > 0 && strcmp(text, "Tdie") == 0)
			return true;
	}
	return false;
}

static void probe_channel(struct machine *machine, const char *directory, const char *chip, const char *file, const struct form *form)
{
	size_t prefix = strlen(form->prefix), digits = strspn(file + prefix, "0123456789");
	char path[192], label[64], text[48];
	struct channel channel;

	snprintf(label, sizeof(label), "%.*s", (int)(prefix + digits), file);
	snprintf(path, sizeof(path), "%s/%s_label", directory, label);
	if (sysfs_read(machine->root, path, text, sizeof(text)) > 0)
		snprintf(label, sizeof(label), "%.47s", text);
	clean(label);
	snprintf(path, sizeof(path), "%s/%.60s", directory, file);
	channel = channel_make(machine, FORM_NUMBER, path, add(machine, chip, label, form), 1);
	if (form->what.band == BAND_TEMPERATURE) {
		channel_plausible_temperature(&channel);
	} else {
		channel.low = 0;
		channel.high = form->most;
	}
	channel_add(machine, channel, LANE_SLOW);
}

static bool has_form(const char *file, const struct form *form, const char *suffix)
{
	size_t prefix = strlen(form->prefix), digits;

	if (!suffix || strncmp(file, form->prefix, prefix) != 0)
		return false;
	digits = strspn(file + prefix, "0123456789");
	return digits && strcmp(file + prefix + digits, suffix) == 0;
}

static bool has_average(const struct listing *files, const char *input)
{
	size_t stem = strlen(input) - strlen("_input");

	for (unsigned i = 0; i < files->count; i++)
		if (strncmp(files->names[i], input, stem) == 0 && strcmp(files->names[i] + stem, "_average") == 0)
			return true;
	return false;
}

/* "package0.energy" of a channel that is labelled Esocket0. */
static bool probe_socket(struct machine *machine, const char *directory, const char *file)
{
	char path[192], label[48], name[48], scope[32];
	struct channel channel;
	unsigned socket;
	int64_t energy;
	int end = 0;

	snprintf(path, sizeof(path), "%s/%.40s_label", directory, file);
	if (sysfs_read(machine->root, path, label, sizeof(label)) <= 0 || sscanf(label, "Esocket%u%n", &socket, &end) != 1 || label[end])
		return false;
	snprintf(path, sizeof(path), "%s/%.40s_input", directory, file);
	if (sysfs_read_number(machine->root, path, &energy) < 0)
		return false;
	snprintf(scope, sizeof(scope), "package%u", socket);
	snprintf(name, sizeof(name), "%s.energy", scope);
	channel = channel_make(machine, FORM_COUNTER, path, signal_add(machine, (struct signal){
		.name = name, .role = "energy", .scope = scope, .unit = "uJ", .kind = SIGNAL_COUNTER,
	}), 1);
	channel_add(machine, channel, LANE_FAST);
	return true;
}

static bool is_chip(struct machine *machine, const char *entry, char *directory, size_t room, char *chip, size_t chip_room)
{
	char path[128];

	snprintf(directory, room, "sys/class/hwmon/%.48s", entry);
	snprintf(path, sizeof(path), "%.96s/name", directory);
	return sysfs_read(machine->root, path, chip, chip_room) > 0;
}

bool hwmon_energy_probe(struct machine *machine)
{
	struct listing chips = sysfs_list(machine->root, "sys/class/hwmon", "hwmon", &machine->arena);
	bool found = false;

	for (unsigned i = 0; i < chips.count && !found; i++) {
		char directory[96], chip[48];
		struct listing files;

		if (!is_chip(machine, chips.names[i], directory, sizeof(directory), chip, sizeof(chip)) || (strcmp(chip, "zenergy") != 0 && strcmp(chip, "amd_energy") != 0))
			continue;
		files = sysfs_list(machine->root, directory, "energy", &machine->arena);
		for (unsigned file = 0; file < files.count; file++) {
			char stem[48];

			snprintf(stem, sizeof(stem), "%.*s", (int)strcspn(files.names[file], "_"), files.names[file]);
			if (strcmp(files.names[file] + strlen(stem), "_label") == 0 && probe_socket(machine, directory, stem))
				found = true;
		}
	}
	return found;
}

static void *probe(struct machine *machine)
{
	struct listing chips = sysfs_list(machine->root, "sys/class/hwmon", "hwmon", &machine->arena);

	for (unsigned i = 0; i < chips.count; i++) {
		char directory[96], chip[48];
		struct listing files;

		if (!is_chip(machine, chips.names[i], directory, sizeof(directory), chip, sizeof(chip)))
			continue;
		clean(chip);
		files = sysfs_list(machine->root, directory, "", &machine->arena);
		for (unsigned form = 0; form < sizeof(forms) / sizeof(*forms); form++)
			for (unsigned file = 0; file < files.count; file++)
				if (has_form(files.names[file], &forms[form], forms[form].suffix) ||
				    (has_form(files.names[file], &forms[form], forms[form].alternative) && !has_average(&files, files.names[file])))
					if (!is_offset(machine, directory, files.names[file], &files))
						probe_channel(machine, directory, chip, files.names[file], &forms[form]);
	}
	if (!chips.count)
		machine_missing(machine, "hwmon", "no driver has registered a monitoring chip");
	return NULL;
}

const struct sensor_class hwmon_sensor = { .name = "hwmon", .probe = probe };
