/* SPDX-License-Identifier: MIT */
/* Where a battery's charging starts and stops, in percent, and by which of the firmware's ways it is charged. What drivers offer differs: both thresholds
 * (thinkpad_acpi, dell-laptop, system76, cros_charge-control), a stop alone (asus-wmi, lg-laptop, toshiba_acpi), a way that has its own limit (Long_Life of
 * ideapad-laptop, conservation_mode of its older versions). Each read may ask slow firmware, so the files are read seldom. */
#include "controls/charge.h"

#include "base/arena.h"
#include "base/sysfs.h"
#include "controls/apply.h"
#include "machine/channel.h"
#include "machine/choices.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "sensors/supply.h"

#include <stdio.h>
#include <string.h>

enum { SECONDS_BETWEEN = 30 };

/* thinkpad_acpi called its files otherwise before Linux 5.9, and has both names since. */
static const char *const starts[] = { "charge_control_start_threshold", "charge_start_threshold" };
static const char *const stops[] = { "charge_control_end_threshold", "charge_stop_threshold" };

static bool find(struct machine *machine, const char *battery, const char *attribute, char *path, size_t room)
{
	snprintf(path, room, "sys/class/power_supply/%.48s/%s", battery, attribute);
	return sysfs_exists(machine->root, path);
}

static void read_seldom(struct machine *machine, const struct control *control)
{
	machine->channels[LANE_SLOW][control->channel].every = SECONDS_BETWEEN;
}

static bool add_threshold(struct machine *machine, const char *battery, const char *const names[2], enum control_role role)
{
	char path[160], scope[64], name[96];
	struct control *control;

	if (!find(machine, battery, names[0], path, sizeof(path)) && !find(machine, battery, names[1], path, sizeof(path)))
		return false;
	snprintf(scope, sizeof(scope), "supply.%.48s", battery);
	snprintf(name, sizeof(name), "%s.%s", scope, control_role_name(role));
	control = control_add(machine, name, scope, "percent", path, role);
	control->min = role == ROLE_CHARGE_STOP;
	control->max = role == ROLE_CHARGE_STOP ? 100 : 99;
	read_seldom(machine, control);
	return true;
}

static bool add_type(struct machine *machine, const char *battery, bool *long_life)
{
	char path[160], scope[64], name[96];
	struct control *control;

	if (!find(machine, battery, "charge_types", path, sizeof(path)))
		return false;
	snprintf(scope, sizeof(scope), "supply.%.48s", battery);
	snprintf(name, sizeof(name), "%s.charge_types", scope);
	control = control_add_bracketed(machine, name, scope, path, ROLE_CHARGE_TYPES);
	read_seldom(machine, control);
	*long_life |= choices_find(&control->choices, "Long_Life") >= 0;
	return true;
}

/* Told and never set: while it reads otherwise than auto, thresholds do not count. */
static void add_behaviour(struct machine *machine, const char *battery)
{
	char path[160], scope[64], name[96], words[BRACKETED_ROOM];
	struct channel channel;
	unsigned signal;

	if (!find(machine, battery, "charge_behaviour", path, sizeof(path)))
		return;
	snprintf(scope, sizeof(scope), "supply.%.48s", battery);
	snprintf(name, sizeof(name), "%s.charge_behaviour", scope);
	signal = signal_add(machine, (struct signal){
		.name = name, .role = "charge_behaviour", .scope = scope, .unit = "choice", .kind = SIGNAL_STATE, .band = BAND_CHANGE,
	});
	if (sysfs_read(machine->root, path, words, sizeof(words)) > 0)
		machine->signals[signal].choices = choices_parse(machine, choices_unbracketed(words));
	channel = channel_make(machine, FORM_BRACKETED, path, signal, 1);
	channel.every = SECONDS_BETWEEN;
	channel_add(machine, channel, LANE_SLOW);
}

/* Newer versions of the driver have the charge type Long_Life beside it, which does the same. */
static bool add_conservation(struct machine *machine)
{
	static const char driver[] = "sys/bus/platform/drivers/ideapad_acpi";
	struct listing devices = sysfs_list(machine->root, driver, "VPC2004", &machine->arena);
	struct control *control;
	char path[160];

	for (unsigned i = 0; i < devices.count; i++) {
		snprintf(path, sizeof(path), "%s/%.48s/conservation_mode", driver, devices.names[i]);
		if (!sysfs_exists(machine->root, path))
			continue;
		control = control_add(machine, "conservation_mode", "machine", "bool", path, ROLE_CONSERVATION);
		control->min = 0;
		control->max = 1;
		read_seldom(machine, control);
		return true;
	}
	return false;
}

static void *probe(struct machine *machine)
{
	bool batteries = false, found = false, long_life = false;

	for (unsigned i = 0; i < machine->supply_count; i++) {
		const char *battery = machine->supplies[i].name;

		if (strcmp(machine->supplies[i].type, "Battery") != 0)
			continue;
		batteries = true;
		found |= add_type(machine, battery, &long_life);
		found |= add_threshold(machine, battery, starts, ROLE_CHARGE_START);
		found |= add_threshold(machine, battery, stops, ROLE_CHARGE_STOP);
		add_behaviour(machine, battery);
	}
	if (batteries && !long_life)
		found |= add_conservation(machine);
	if (batteries && !found)
		machine_missing(machine, "charge_limit", "no driver offers to limit how far the battery is charged (neither charge_control_end_threshold nor charge_types)");
	return NULL;
}

const struct sensor_class charge_sensor = { .name = "charge", .probe = probe };

bool charge_control(const struct control *control)
{
	return control->role == ROLE_CHARGE_TYPES || control->role == ROLE_CHARGE_STOP || control->role == ROLE_CHARGE_START || control->role == ROLE_CONSERVATION;
}

/* msi-ec has one register for both: a start is written as the stop less ten. The stop is what protects the battery. */
void charge_hold_stop(struct machine *machine, const struct control *start)
{
	for (unsigned i = 0; i < machine->control_count; i++) {
		struct control *stop = &machine->controls[i];
		char now[SETTING_ROOM];

		if (stop->role != ROLE_CHARGE_STOP || !stop->asked || strcmp(stop->scope, start->scope) != 0)
			continue;
		if (control_read(machine, stop, now) == 0 && strcmp(now, stop->wanted) != 0 && strcmp(now, stop->settled) != 0)
			apply_setting(machine, stop, stop->wanted);
	}
}
