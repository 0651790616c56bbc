/* SPDX-License-Identifier: MIT */
/* One file for all CPUs, one for each policy, or both. driver_quirks.c knows which files. */
#include "controls/boost.h"

#include "controls/driver_quirks.h"
#include "controls/policy_control.h"
#include "machine/channel.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/topology.h"
#include "sensors/sensor.h"

#include <math.h>
#include <stdio.h>

static void set_range(struct control *control)
{
	control->min = 0;
	control->max = 1;
}

static bool probe_machine(struct machine *machine)
{
	bool inverted;
	const char *path = driver_quirks_machine_boost(machine->root, &inverted);
	struct control *control;

	if (!path)
		return false;
	control = control_add(machine, "boost", "machine", "bool", path, ROLE_BOOST);
	set_range(control);
	control->inverted = inverted;
	if (inverted) {
		machine->channels[LANE_SLOW][control->channel].scale = -1;
		machine->channels[LANE_SLOW][control->channel].offset = 1;
	}
	return true;
}

static void *probe(struct machine *machine)
{
	bool found = probe_machine(machine);

	for (unsigned i = 0; i < machine->policy_count; i++) {
		const struct policy *policy = &machine->policies[i];
		char path[256];

		if (!driver_quirks_policy_boost(machine->root, policy->directory, path, sizeof(path)))
			continue;
		set_range(policy_control_add(machine, policy, "bool", path, ROLE_POLICY_BOOST));
		found = true;
	}
	if (machine->policy_count && !found)
		machine_missing(machine, "boost", "%s", driver_quirks_no_boost);
	return NULL;
}

const struct sensor_class boost_sensor = { .name = "boost", .probe = probe };
