/* SPDX-License-Identifier: MIT */
/* Quiet, balanced, performance and so on. The firmware may rewrite power limits and energy preferences when the profile changes. */
#include "controls/platform_profile.h"

#include "base/sysfs.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "sensors/sensor.h"

static void *probe(struct machine *machine)
{
	static const char path[] = "sys/firmware/acpi/platform_profile";
	char words[ATTRIBUTE_ROOM];

	if (!sysfs_exists(machine->root, path)) {
		machine_missing(machine, "platform_profile", "the firmware's driver offers none (/%s is absent)", path);
		return NULL;
	}
	if (sysfs_read(machine->root, "sys/firmware/acpi/platform_profile_choices", words, sizeof(words)) < 0)
		words[0] = '\0';
	control_choices(machine, control_add(machine, "platform_profile", "machine", "choice", path, ROLE_PLATFORM_PROFILE), words);
	return NULL;
}

const struct sensor_class platform_profile_sensor = { .name = "platform_profile", .probe = probe };
