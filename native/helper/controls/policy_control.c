/* SPDX-License-Identifier: MIT */
#include "controls/policy_control.h"

#include "machine/control.h"
#include "machine/machine.h"
#include "machine/topology.h"

#include <stdio.h>

struct control *policy_control_add(struct machine *machine, const struct policy *policy, const char *name, const char *unit, const char *path, enum control_role role)
{
	struct control *control;
	char full[64];

	snprintf(full, sizeof(full), "policy%u.%s", policy->id, name);
	control = control_add(machine, full, unit, path, role);
	control->policy = (int)policy->id;
	if (!policy->online_count)
		control_forbid(control, "all CPUs of this policy are offline");
	return control;
}
