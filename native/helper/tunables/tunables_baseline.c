/* SPDX-License-Identifier: MIT */
#include "tunables/tunables_baseline.h"

#include "changes/baseline.h"
#include "changes/changes.h"
#include "controls/apply.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/topology.h"
#include "tunables/tunables.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The governor that the policy was found with. */
static bool found_with_it(const struct baseline *baseline, struct machine *machine, unsigned policy)
{
	const struct baseline_entry *entry;
	struct control *control;
	char name[64], now[SETTING_ROOM];

	snprintf(name, sizeof(name), "policy%u.%s", policy, control_role_name(ROLE_GOVERNOR));
	entry = baseline_find(baseline, name);
	if (entry)
		return strcmp(entry->setting, TUNABLES_GOVERNOR) == 0;
	control = control_find(machine, name);
	return control && control_read(machine, control, now) == 0 && strcmp(now, TUNABLES_GOVERNOR) == 0;
}

bool tunables_ours(const struct baseline *baseline, struct machine *machine, const struct control *control)
{
	if (!tunables_role(control->role))
		return false;
	for (unsigned i = 0; i < machine->policy_count; i++) {
		const unsigned id = machine->policies[i].id;

		if ((control->policy < 0 || control->policy == (int)id) && found_with_it(baseline, machine, id))
			return false;
	}
	return true;
}

bool tunables_follow(const struct control *tunable, const struct control *governor)
{
	return governor->role == ROLE_GOVERNOR && tunables_role(tunable->role) && (tunable->policy < 0 || tunable->policy == governor->policy);
}

bool tunables_restore(struct change *change, const struct machine *machine)
{
	const size_t digits = strspn(change->wanted, "0123456789");
	char path[256];
	struct control control = { .path = path };
	int error;

	if (!tunables_path(change->name, path, sizeof(path)))
		return false;
	error = digits && !change->wanted[digits] ? apply_setting(machine, &control, change->wanted) : -EINVAL;
	if (error == 0 || error == -ENOENT)
		tunables_gone(change);
	else
		change_refuse(change, error, "the kernel refused the value from before: %s", strerror(-error));
	return true;
}

void tunables_gone(struct change *change)
{
	change->error = 0;
	change->implied = true;
}
