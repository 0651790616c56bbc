/* SPDX-License-Identifier: MIT */
/* How fast a device that is plugged in is charged: a phone under apple_mfi_fastcharge, which has Trickle (nothing extra) and Fast (2.5 A more). Only supplies of
 * scope Device: the machine's own battery has charge thresholds and a firmware of its own. */
#include "actions/actions.h"

#include "base/arena.h"
#include "base/sysfs.h"
#include "machine/choices.h"
#include "machine/control.h"
#include "machine/machine.h"

#include <stdio.h>
#include <string.h>

static bool of_device(const struct machine *machine, const char *directory)
{
	char path[128], scope[32];

	snprintf(path, sizeof(path), "%s/scope", directory);
	return sysfs_read(machine->root, path, scope, sizeof(scope)) > 0 && strcmp(scope, "Device") == 0;
}

/* charge_types (since 6.14) lists them with the one in force in brackets. Without it: what the kernel's one driver takes, and Standard where it reads so. */
static void offered(const struct machine *machine, const char *directory, const char *type, char *words, size_t room)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/charge_types", directory);
	if (sysfs_read(machine->root, path, words, room) > 0) {
		choices_unbracketed(words);
		return;
	}
	snprintf(words, room, "Trickle Fast%s", strcmp(type, "Standard") == 0 ? " Standard" : "");
}

static void *probe(struct machine *machine)
{
	struct listing supplies = sysfs_list(machine->root, "sys/class/power_supply", "", &machine->arena);

	for (unsigned i = 0; i < supplies.count; i++) {
		char directory[96], path[128], type[64], scope[64], name[96], words[256];

		snprintf(directory, sizeof(directory), "sys/class/power_supply/%.48s", supplies.names[i]);
		snprintf(path, sizeof(path), "%s/charge_type", directory);
		if (!of_device(machine, directory) || sysfs_read(machine->root, path, type, sizeof(type)) <= 0)
			continue;
		offered(machine, directory, type, words, sizeof(words));
		snprintf(scope, sizeof(scope), "supply.%.48s", supplies.names[i]);
		snprintf(name, sizeof(name), "%s.charge_type", scope);
		control_choices(machine, control_add(machine, name, scope, "choice", path, ROLE_CHARGE_TYPE), words);
	}
	return NULL;
}

const struct sensor_class charge_type_sensor = { .name = "charge_type", .probe = probe };
