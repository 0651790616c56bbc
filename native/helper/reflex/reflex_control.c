/* SPDX-License-Identifier: MIT */
/* While the reflex is on, a limit's state is what the engine set: else each raise would look as if somebody else wrote the policy. */
#include "reflex/reflex_control.h"

#include "changes/changes.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/sources.h"
#include "machine/topology.h"
#include "reflex/files.h"
#include "reflex/policy.h"
#include "reflex/reflex.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool reflex_owns(const struct control *control)
{
	return control->role == ROLE_START_MIN || control->role == ROLE_START_MAX || control->role == ROLE_RAISE;
}

static bool is_limit(const struct control *control)
{
	return control->role == ROLE_MIN_FREQ || control->role == ROLE_MAX_FREQ;
}

static enum reflex_limit limit_of(const struct control *control)
{
	return control->role == ROLE_MIN_FREQ || control->role == ROLE_START_MIN ? REFLEX_MIN : REFLEX_MAX;
}

static struct policy_reflex *policy_of(const struct machine *machine, const struct control *control)
{
	return machine->sources->reflex && control->policy >= 0 ? reflex_policy(machine->sources->reflex, (unsigned)control->policy) : NULL;
}

bool reflex_governs(const struct machine *machine, const struct control *control)
{
	const struct policy_reflex *policy = is_limit(control) ? policy_of(machine, control) : NULL;

	return reflex_owns(control) || (policy && policy->raise_ms);
}

static double own_value(const struct policy_reflex *policy, const struct control *control)
{
	return control->role == ROLE_RAISE ? policy->raise_ms : policy->values.start[limit_of(control)];
}

int reflex_read(struct machine *machine, const struct control *control, char setting[SETTING_ROOM])
{
	const struct policy_reflex *policy = policy_of(machine, control);

	if (!policy)
		return -ENODEV;
	machine->values[control->signal] = own_value(policy, control);
	snprintf(setting, SETTING_ROOM, "%.0f", machine->values[control->signal]);
	return 0;
}

int64_t reflex_shown(const struct machine *machine, const struct control *control, int64_t number)
{
	const struct policy_reflex *policy = reflex_governs(machine, control) ? policy_of(machine, control) : NULL;

	return policy && files_may_read(policy, limit_of(control), (double)number) ? (int64_t)policy->values.own[limit_of(control)] : number;
}

static struct change *change_of(struct changes *changes, const struct machine *machine, int policy, enum control_role role)
{
	for (unsigned i = 0; i < changes->count; i++) {
		const struct control *control = changes->items[i].error ? NULL : control_find(machine, changes->items[i].name);

		if (control && control->policy == policy && control->role == role)
			return &changes->items[i];
	}
	return NULL;
}

void reflex_check(struct changes *changes, const struct machine *machine)
{
	for (unsigned i = 0; i < changes->count; i++) {
		const struct control *control = changes->items[i].error ? NULL : control_find(machine, changes->items[i].name);
		const struct policy_reflex *policy = control && (control->role == ROLE_START_MIN || control->role == ROLE_START_MAX) ? policy_of(machine, control) : NULL;
		struct change *pair[REFLEX_LIMITS];
		double value[REFLEX_LIMITS];

		if (!policy)
			continue;
		pair[REFLEX_MIN] = change_of(changes, machine, control->policy, ROLE_START_MIN);
		pair[REFLEX_MAX] = change_of(changes, machine, control->policy, ROLE_START_MAX);
		for (enum reflex_limit limit = REFLEX_MIN; limit < REFLEX_LIMITS; limit++)
			value[limit] = pair[limit] ? strtod(pair[limit]->wanted, NULL) : policy->values.start[limit];
		for (enum reflex_limit limit = REFLEX_MIN; value[REFLEX_MIN] > value[REFLEX_MAX] && limit < REFLEX_LIMITS; limit++)
			if (pair[limit])
				change_refuse(pair[limit], -ERANGE, "start_min_freq would be %.0f kHz, above start_max_freq of %.0f kHz", value[REFLEX_MIN], value[REFLEX_MAX]);
	}
}

/* The engine's limits, and what they read as. One that it never set is what was found. */
static int own_limits(struct machine *machine, const struct policy_reflex *policy, double own[REFLEX_LIMITS], double shown[REFLEX_LIMITS])
{
	for (unsigned i = 0; i < machine->control_count; i++) {
		const struct control *control = &machine->controls[i];
		int64_t number;
		int error;

		if (!is_limit(control) || control->policy != (int)policy->id)
			continue;
		error = control_read_number(machine, control, &number);
		if (error < 0)
			return error;
		own[limit_of(control)] = control->asked ? strtod(control->wanted, NULL) : (double)number;
		shown[limit_of(control)] = !control->asked ? (double)number : control->settled[0] ? strtod(control->settled, NULL) : (double)NAN;
	}
	return 0;
}

static int set_raise(struct machine *machine, struct policy_reflex *policy, unsigned ms)
{
	double own[REFLEX_LIMITS], shown[REFLEX_LIMITS];
	int error = 0;

	if (ms && !policy->raise_ms)
		error = own_limits(machine, policy, own, shown);
	return error ? error : reflex_raise_after(machine->sources->reflex, policy->id, ms, own, shown);
}

int reflex_set(struct machine *machine, const struct control *control, const char *setting)
{
	struct policy_reflex *policy = policy_of(machine, control);
	const double value = strtod(setting, NULL);

	if (!policy)
		return -ENODEV;
	if (control->role == ROLE_RAISE)
		return set_raise(machine, policy, (unsigned)value);
	if (is_limit(control))
		return policy_own(policy, limit_of(control), value);
	reflex_start(machine->sources->reflex, policy->id, limit_of(control), value);
	return 0;
}
