/* SPDX-License-Identifier: MIT */
#include "controls/policy_control.h"

#include "machine/control.h"
#include "machine/machine.h"
#include "machine/topology.h"

#include <stdio.h>

struct control *policy_control_add(struct machine *machine, const struct policy *policy, const char *unit, const char *path, enum control_role role)
{
	struct control *control;
	char name[64], scope[24];

	snprintf(scope, sizeof(scope), "policy%u", policy->id);
	snprintf(name, sizeof(name), "%s.%s", scope, control_role_name(role));
	control = control_add(machine, name, scope, unit, path, role);
	control->policy = (int)policy->id;
	if (!policy->online_count)
		control_forbid(control, "all CPUs of this policy are offline");
	return control;
}
