/* SPDX-License-Identifier: MIT */
/* Behaviour is decided here by the driver's name only where the files do not show it. A driver that is not in the table gets every precaution. */
#include "controls/driver_quirks.h"

#include "base/sysfs.h"
#include "machine/machine.h"
#include "machine/topology.h"

#include <stdio.h>
#include <string.h>

static const struct driver_quirks table[] = {
	/* amd-pstate and amd-pstate-epp. `custom` only says that a raw value is set. `dynamic` reads back with the profile it follows. After a suspend the
	 * limits are written again but not the preference (seen on 7.3). */
	{ .driver = "amd-pstate", .unwritable_preference = "custom", .suffixed_preference = "dynamic", .suspend_loses_preference = true },
	/* no_turbo exists even when the driver is off; then it cannot be read. Whether a suspend loses the preference was not seen: writing it again is harmless. */
	{ .driver = "intel_pstate", .machine_boost = "sys/devices/system/cpu/intel_pstate/no_turbo", .machine_boost_inverted = true, .suspend_loses_preference = true },
	/* intel_pstate in passive mode */
	{ .driver = "intel_cpufreq", .machine_boost = "sys/devices/system/cpu/intel_pstate/no_turbo", .machine_boost_inverted = true, .suspend_loses_preference = true },
	/* On AMD there is one file for each policy, besides the common one. This driver has no preferences. */
	{ .driver = "acpi-cpufreq", .policy_boost = "cpb" },
	{ .driver = NULL, .unwritable_preference = "custom", .suffixed_preference = "dynamic", .suspend_loses_preference = true },
};
enum { ROWS = sizeof(table) / sizeof(*table) };

const char driver_quirks_no_boost[] = "the driver offers neither cpufreq/boost nor intel_pstate/no_turbo nor a boost or cpb file a policy";
const char driver_quirks_no_preference[] = "the driver %s has no energy_performance_preference (it exists with HWP and with amd-pstate in active mode)";

const struct driver_quirks *driver_quirks_of(const char *driver)
{
	const struct driver_quirks *row = table;

	while (row->driver && !(driver && strncmp(driver, row->driver, strlen(row->driver)) == 0))
		row++;
	return row;
}

const struct driver_quirks *driver_quirks_of_policy(const struct machine *machine, int policy)
{
	const struct policy *found = machine_policy(machine, policy);

	return driver_quirks_of(found ? found->driver : NULL);
}

const char *driver_quirks_machine_boost(int root, bool *inverted)
{
	static const char common[] = "sys/devices/system/cpu/cpufreq/boost";
	int64_t number;

	*inverted = false;
	if (sysfs_exists(root, common))
		return common;
	for (unsigned i = 0; i < ROWS; i++) {
		*inverted = table[i].machine_boost_inverted;
		if (table[i].machine_boost && sysfs_read_number(root, table[i].machine_boost, &number) == 0)
			return table[i].machine_boost;
	}
	return NULL;
}

bool driver_quirks_policy_boost(int root, const char *directory, char *path, size_t room)
{
	snprintf(path, room, "%s/boost", directory);
	if (sysfs_exists(root, path))
		return true;
	for (unsigned i = 0; i < ROWS; i++) {
		if (!table[i].policy_boost)
			continue;
		snprintf(path, room, "%s/%s", directory, table[i].policy_boost);
		if (sysfs_exists(root, path))
			return true;
	}
	return false;
}
