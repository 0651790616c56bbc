/* SPDX-License-Identifier: MIT */
/* Before a control is written, its present value is on disk. A value that holds already is not written. */
#include "changes/changes_apply.h"

#include "changes/baseline.h"
#include "changes/baseline_file.h"
#include "changes/changes.h"
#include "changes/changes_order.h"
#include "controls/apply.h"
#include "controls/charge.h"
#include "controls/firmware_limit.h"
#include "machine/channel.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/topology.h"
#include "reflex/reflex_control.h"
#include "tunables/tunables_baseline.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a write changes besides its own file: boost rewrites maxima (before Linux 7.3), a governor rewrites the energy preference. */
static bool follows(const struct control *other, const struct control *cause)
{
	bool same_policy = cause->policy < 0 || cause->policy == other->policy;

	if (cause->role == ROLE_BOOST || cause->role == ROLE_POLICY_BOOST)
		return same_policy && (other->role == ROLE_MAX_FREQ || other->role == ROLE_MIN_FREQ);
	return cause->role == ROLE_GOVERNOR && same_policy && other->role == ROLE_EPP;
}

static bool has_followers(const struct control *control)
{
	return control->role == ROLE_BOOST || control->role == ROLE_POLICY_BOOST || control->role == ROLE_GOVERNOR;
}

/* A limit reads as the lowest of all requests: it may read as wanted although we did not ask for it. */
static bool needs_write(struct machine *machine, struct control *control, const char *wanted)
{
	char now[SETTING_ROOM];

	if (control_read(machine, control, now) < 0)
		return true;
	if (control->asked)
		return strcmp(control->wanted, wanted) != 0 || (strcmp(now, wanted) != 0 && strcmp(now, control->settled) != 0);
	return strcmp(now, wanted) != 0;
}

static bool listed(const struct changes *changes, const char *name)
{
	for (unsigned i = 0; i < changes->count; i++)
		if (strcmp(changes->items[i].name, name) == 0)
			return true;
	return false;
}

/* Writes again our own earlier settings that this change may undo. */
static void add_implied(struct changes *changes, struct machine *machine, const struct control *cause)
{
	for (unsigned i = 0; i < machine->control_count; i++) {
		struct control *other = &machine->controls[i];
		struct change *change;

		if (!other->asked || !follows(other, cause) || listed(changes, other->name))
			continue;
		change = changes_add(changes, other->name);
		strcpy(change->wanted, other->wanted);
		change->implied = true;
	}
}

/* The reflex's own controls have no value from before: they end with the lease. But switched on it writes the limits of its policy. */
static int remember_limits(struct baseline *baseline, struct machine *machine, const struct control *reflex, bool cooling, bool *added)
{
	int result = 0;

	for (unsigned i = 0; reflex->role == ROLE_RAISE && result >= 0 && i < machine->control_count; i++) {
		struct control *other = &machine->controls[i];

		if (other->policy != reflex->policy || (other->role != ROLE_MAX_FREQ && other->role != ROLE_MIN_FREQ))
			continue;
		result = baseline_add(baseline, machine, other, cooling);
		*added |= result > 0;
	}
	return result;
}

static int remember(struct baseline *baseline, struct machine *machine, struct control *control, bool cooling, bool *added)
{
	int result = 0;

	if (reflex_owns(control))
		result = remember_limits(baseline, machine, control, cooling, added);
	else if (!tunables_ours(baseline, machine, control))
		result = baseline_add(baseline, machine, control, cooling);
	*added |= result > 0;
	if (!has_followers(control))
		return result;
	/* What else the write changes needs a baseline too: a maximum that someone set, the preference under the old governor, its
	 * tunables. */
	for (unsigned i = 0; result >= 0 && i < machine->control_count; i++) {
		struct control *other = &machine->controls[i];
		const struct policy *policy = machine_policy(machine, other->policy);
		bool own_cap = other->role != ROLE_MAX_FREQ || (policy && machine->values[other->signal] < policy->hw_max);

		if (tunables_follow(other, control) && !tunables_ours(baseline, machine, other))
			*added |= baseline_add(baseline, machine, other, cooling) > 0;
		if (follows(other, control) && other->role != ROLE_MIN_FREQ && own_cap)
			*added |= baseline_add(baseline, machine, other, cooling) > 0;
	}
	return result;
}

/* The maximum that a change of this control has in the baseline: its own, or for the reflex its policy's. */
static const struct baseline_entry *recorded(const struct baseline *baseline, const struct control *control)
{
	char name[64];

	if (control->role != ROLE_RAISE)
		return baseline_find(baseline, control->name);
	snprintf(name, sizeof(name), "policy%d.%s", control->policy, control_role_name(ROLE_MAX_FREQ));
	return baseline_find(baseline, name);
}

/* Reading all cooling devices is expensive, and only a maximum that is recorded now needs it. */
static bool records_maximum(const struct changes *changes, struct machine *machine, const struct baseline *baseline)
{
	for (unsigned i = 0; i < changes->count; i++) {
		const struct control *control = changes->items[i].error ? NULL : control_find(machine, changes->items[i].name);

		if (control && (control->role == ROLE_MAX_FREQ || control->role == ROLE_RAISE || has_followers(control)) && !recorded(baseline, control))
			return true;
	}
	return false;
}

static void prepare(struct changes *changes, struct machine *machine, struct baseline *baseline)
{
	unsigned asked = changes->count, before = baseline->count;
	bool cooling = records_maximum(changes, machine, baseline) && firmware_limit_by_cooling(machine), added = false;
	int error = 0;

	for (unsigned i = 0; i < asked; i++) {
		struct control *control = changes->items[i].error ? NULL : control_find(machine, changes->items[i].name);
		int result;

		if (!control || control->gpu >= 0 || !needs_write(machine, control, changes->items[i].wanted))
			continue;
		result = remember(baseline, machine, control, cooling, &added);
		if (result < 0)
			change_refuse(&changes->items[i], result, "its present value cannot be read (%s), so it could not be put back", strerror(-result));
		else if (has_followers(control))
			add_implied(changes, machine, control);
	}
	if (added)
		error = baseline_save(baseline);
	for (unsigned i = 0; error && i < changes->count; i++)
		if (!changes->items[i].error)
			change_refuse(&changes->items[i], error, "the baseline cannot be saved in %s (%s), so nothing is written", baseline->directory, strerror(-error));
	if (error)
		baseline->count = before;
}

static bool caused(const struct changes *changes, struct machine *machine, const struct control *control)
{
	for (unsigned i = 0; i < changes->count; i++) {
		const struct control *other = changes->items[i].wrote ? control_find(machine, changes->items[i].name) : NULL;

		if (other && other->role < control->role && follows(control, other))
			return true;
	}
	return false;
}

static void write_one(struct changes *changes, struct change *change, struct machine *machine, struct baseline *baseline)
{
	struct control *control = control_find(machine, change->name);
	bool own = reflex_owns(control) || baseline_find(baseline, control->name) || tunables_ours(baseline, machine, control);
	int error;

	if (control->gpu >= 0)
		return;
	if (!needs_write(machine, control, change->wanted) && !(own && caused(changes, machine, control)))
		return;
	if (!own) {
		bool added = false;

		error = remember(baseline, machine, control, firmware_limit_by_cooling(machine), &added);
		error = error < 0 ? error : baseline_save(baseline);
		if (error < 0) {
			baseline_drop(baseline, control->name);
			change_refuse(change, error, "its value before cannot be kept: %s", strerror(-error));
			return;
		}
	}
	error = reflex_governs(machine, control) ? reflex_set(machine, control, change->wanted) : apply_setting(machine, control, change->wanted);
	if (error == -EBUSY && reflex_owns(control)) {
		change_refuse(change, error, "the policy's limits read otherwise than the engine set them, or than they were found");
		return;
	}
	if (error < 0) {
		change_refuse(change, error, "the kernel refused it: %s", strerror(-error));
		return;
	}
	change->wrote = control->asked = true;
	strcpy(control->wanted, change->wanted);
	control->settled[0] = '\0';
	if (control->role == ROLE_CHARGE_START)
		charge_hold_stop(machine, control);
}

bool changes_apply(struct changes *changes, struct machine *machine, struct baseline *baseline)
{
	bool wrote = false;

	reflex_check(changes, machine);
	prepare(changes, machine, baseline);
	changes_order(changes, machine, false);
	for (unsigned i = 0; i < changes->count; i++) {
		if (changes->items[i].error)
			continue;
		write_one(changes, &changes->items[i], machine, baseline);
		wrote |= changes->items[i].wrote;
	}
	return wrote;
}
