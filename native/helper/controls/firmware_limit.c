/* SPDX-License-Identifier: MIT */
/* scaling_max_freq reads as the lowest of all requests. While the kernel or the firmware limits it, it is not what the user asked for. */
#include "controls/firmware_limit.h"

#include "base/arena.h"
#include "base/sysfs.h"
#include "machine/channel.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/topology.h"

#include <stdio.h>
#include <string.h>

/* ACPI's Processor cooling acts through the same frequency limits. 0 where none acts; another number in another state. */
static uint64_t cooling_state(struct machine *machine)
{
	struct arena arena = { 0 };
	struct listing devices = sysfs_list(machine->root, "sys/class/thermal", "cooling_device", &arena);
	uint64_t all = 0;

	for (unsigned i = 0; i < devices.count; i++) {
		char path[128], type[48];
		int64_t state;

		snprintf(path, sizeof(path), "sys/class/thermal/%.48s/type", devices.names[i]);
		if (sysfs_read(machine->root, path, type, sizeof(type)) <= 0 || (strcmp(type, "Processor") != 0 && strncmp(type, "cpufreq-", 8) != 0))
			continue;
		snprintf(path, sizeof(path), "sys/class/thermal/%.48s/cur_state", devices.names[i]);
		all = all * 31 + (sysfs_read_number(machine->root, path, &state) == 0 && state > 0 ? (uint64_t)state : 0);
	}
	arena_free(&arena);
	return all;
}

bool firmware_limit_by_cooling(struct machine *machine)
{
	return cooling_state(machine) != 0;
}

static bool boost_off(struct machine *machine, const char *name)
{
	struct control *control = control_find(machine, name);
	char setting[SETTING_ROOM];

	return control && control_read(machine, control, setting) == 0 && strcmp(setting, "0") == 0;
}

/* kHz, 0 where there is none. */
static double bios_limit(struct machine *machine, const struct policy *policy)
{
	char path[256];
	int64_t bios;

	snprintf(path, sizeof(path), "%s/bios_limit", policy->directory);
	return sysfs_read_number(machine->root, path, &bios) == 0 && bios > 0 && (double)bios < policy->hw_max ? (double)bios : 0;
}

bool firmware_limit_reads(struct machine *machine, const struct policy *policy, double khz)
{
	return bios_limit(machine, policy) == khz || firmware_limit_by_cooling(machine);
}

uint64_t firmware_limit_state(struct machine *machine, const struct policy *policy)
{
	return cooling_state(machine) << 32 | (uint64_t)bios_limit(machine, policy);
}

bool firmware_limit_on(struct machine *machine, const struct policy *policy)
{
	char name[48];

	if (bios_limit(machine, policy) > 0)
		return true;
	snprintf(name, sizeof(name), "policy%u.boost", policy->id);
	return boost_off(machine, "boost") || boost_off(machine, name);
}
