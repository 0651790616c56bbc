/* SPDX-License-Identifier: MIT */
/* Boost: the global file, intel_pstate's inverted no_turbo, or one file a policy (boost, or cpb of acpi-cpufreq on AMD). */
#include "sensors/sensors.h"
#include "base/sysfs.h"

#include <stdio.h>

static struct control *boost_control(struct machine *machine, const char *name, const char *path, enum control_role role)
{
	struct control *control = control_add(machine, name, "bool", path, role);

	control->min = 0;
	control->max = 1;
	return control;
}

static bool probe_global(struct machine *machine)
{
	static const char global[] = "sys/devices/system/cpu/cpufreq/boost", intel[] = "sys/devices/system/cpu/intel_pstate/no_turbo";
	struct control *control;
	int64_t number;

	if (sysfs_exists(machine->root, global)) {
		boost_control(machine, "boost", global, ROLE_BOOST);
		return true;
	}
	/* no_turbo is there even when intel_pstate is off, and then reads EAGAIN. */
	if (sysfs_read_number(machine->root, intel, &number) < 0)
		return false;
	control = boost_control(machine, "boost", intel, ROLE_BOOST);
	control->inverted = true;
	machine->channels[LANE_SLOW][control->channel].scale = -1;
	machine->channels[LANE_SLOW][control->channel].offset = 1;
	return true;
}

static void *probe(struct machine *machine)
{
	bool found = probe_global(machine);

	for (unsigned i = 0; i < machine->policy_count; i++) {
		const struct policy *policy = &machine->policies[i];
		struct control *control;
		char path[256], name[64];

		snprintf(path, sizeof(path), "%s/boost", policy->directory);
		if (!sysfs_exists(machine->root, path))
			snprintf(path, sizeof(path), "%s/cpb", policy->directory);
		if (!sysfs_exists(machine->root, path))
			continue;
		snprintf(name, sizeof(name), "policy%u.boost", policy->id);
		control = boost_control(machine, name, path, ROLE_POLICY_BOOST);
		control->policy = (int)policy->id;
		if (!policy->online_count && control->writable) {
			control->writable = false;
			control->why = "all CPUs of this policy are offline";
		}
		found = true;
	}
	if (machine->policy_count && !found)
		machine_missing(machine, "boost", "the driver offers neither cpufreq/boost nor intel_pstate/no_turbo nor a boost or cpb file a policy");
	return NULL;
}

const struct sensor_class boost_sensor = { .name = "boost", .probe = probe };
