/* SPDX-License-Identifier: MIT */
/* Everything is written at once, CPU limits first. After the settle time it is verified, and what did not hold is written once more. Then the epoch
 * changes. */
#include "changes/restore.h"

#include "base/monotonic.h"
#include "base/sysfs.h"
#include "changes/baseline.h"
#include "changes/baseline_file.h"
#include "changes/changes.h"
#include "changes/changes_order.h"
#include "changes/changes_report.h"
#include "changes/kept.h"
#include "changes/settle.h"
#include "controls/apply.h"
#include "core/helper.h"
#include "engine/engine.h"
#include "engine/reply.h"
#include "gpu/gpu_change.h"
#include "machine/channel.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/topology.h"
#include "reflex/reflex.h"
#include "tunables/tunables.h"
#include "tunables/tunables_baseline.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t verify_ns = 20 * NS_PER_MS;

/* Unlimited means the hardware's maximum. It is lower while boost is off, so the highest that was seen counts. */
static void resolve_unlimited(struct machine *machine, const struct control *control, char setting[SETTING_ROOM])
{
	const struct policy *policy = machine_policy(machine, control->policy);
	double most = control->max;
	char path[256];
	int64_t now;

	if (policy) {
		snprintf(path, sizeof(path), "%s/cpuinfo_max_freq", policy->directory);
		if (sysfs_read_number(machine->root, path, &now) == 0)
			most = fmax(most, (double)now);
	}
	snprintf(setting, SETTING_ROOM, "%.0f", most);
}

/* The values in the file may be damaged too. The list of offered words does not help: under the performance governor only one preference is listed. */
static bool plausible(const struct control *control, const char *setting)
{
	static const char digits[] = "0123456789", word[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
	bool unlimited = strcmp(setting, UNLIMITED) == 0;

	if (strcmp(control->unit, "choice") == 0)
		return *setting && !setting[strspn(setting, word)] && !unlimited;
	return (*setting && !setting[strspn(setting, digits)]) || (unlimited && control->role == ROLE_MAX_FREQ);
}

/* Limits are always written: a limit reads as the lowest of all requests, so it does not show our own. */
static void restore_one(struct change *change, struct machine *machine)
{
	struct control *control = control_find(machine, change->name);
	char now[SETTING_ROOM];
	bool limit;
	int error;

	if (!control && tunables_restore(change, machine))
		return;
	if (!control) {
		change_refuse(change, -ENODEV, "the control has gone");
		return;
	}
	if (!plausible(control, change->wanted)) {
		change_refuse(change, -EINVAL, "the baseline holds no value of this control");
		return;
	}
	if (strcmp(change->wanted, UNLIMITED) == 0)
		resolve_unlimited(machine, control, change->wanted);
	limit = !change->wrote && (control->role == ROLE_MAX_FREQ || control->role == ROLE_MIN_FREQ || control->role == ROLE_POWER_LIMIT);
	if (!limit && control_read(machine, control, now) == 0 && strcmp(now, change->wanted) == 0) {
		change->error = 0;
		return;
	}
	change->error = 0;
	change->wrote = true;
	error = apply_setting(machine, control, change->wanted);
	/* Its file is away while the CPU is: it waits as an offline policy does. */
	if (error == -ENOENT && control->role == ROLE_EPB)
		error = -EBUSY;
	if (error == -ENOENT && tunables_role(control->role))
		tunables_gone(change);
	else if (error < 0)
		change_refuse(change, error, "the kernel refused the value from before: %s", strerror(-error));
}

static void write_all(struct helper *helper)
{
	struct changes *changes = &helper->restoring.changes;

	for (unsigned i = 0; i < changes->count; i++)
		if (!gpu_restore(helper, &changes->items[i]))
			restore_one(&changes->items[i], helper->machine);
}

bool restore_needed(const struct helper *helper)
{
	return kept_others(&helper->baseline) && !helper->options.read_only;
}

static void change_epoch(struct helper *helper)
{
	double now = floor((double)monotonic_ns() / NS_PER_MS);

	helper->epoch = now > helper->epoch ? now : helper->epoch + 1;
}

void restore_begin(struct helper *helper, const char *why, bool has_id, double id)
{
	struct restoring *restoring = &helper->restoring;

	if (restoring->active)
		return;
	*restoring = (struct restoring){ .active = true, .why = why, .has_id = has_id, .id = id, .due = monotonic_ns() };
	helper->lease_until = 0;
	settle_drop(helper);
	reflex_release(helper->sources.reflex);
	for (unsigned i = 0; restore_needed(helper) && i < helper->baseline.count; i++) {
		const struct baseline_entry *entry = &helper->baseline.entries[i];
		struct change *change = entry->kept ? NULL : changes_add(&restoring->changes, entry->control);

		if (!change)
			continue;
		snprintf(change->wanted, sizeof(change->wanted), "%s", entry->setting);
		change->wanted_word = entry->word;
	}
	if (!restoring->changes.count)
		return;
	changes_order(&restoring->changes, helper->machine, true);
	/* Samples from here on show values that we wrote: the new epoch tells the engine that this is no drift. */
	change_epoch(helper);
	write_all(helper);
	restoring->due += verify_ns;
}

/* A policy with all CPUs offline keeps our request, and still has it when it comes back: its entry waits for the next restore. */
static void forget_restored(struct helper *helper, const struct changes *changes)
{
	for (unsigned i = 0; i < changes->count; i++) {
		const struct change *change = &changes->items[i];
		/* A GPU that does not answer keeps our lock too, until its driver is removed. */
		bool waits = change->error == -EBUSY || change->ticket || (change->gpu && change->error && change->error != -ENODEV);

		if (!waits)
			baseline_drop(&helper->baseline, change->name);
	}
	for (unsigned i = 0; i < helper->machine->control_count; i++)
		helper->machine->controls[i].asked = false;
	if (changes->count && baseline_save(&helper->baseline) < 0)
		reply_notice(helper, "baseline", "its file could not be brought up to date");
}

/* A message about what the engine before did would come ahead of its hello. */
static bool awaits_hello(const struct helper *helper)
{
	return engine_connected(helper) && !helper->greeted;
}

void restore_done(struct helper *helper, struct changes *changes, const char *why, bool has_id, double id)
{
	forget_restored(helper, changes);
	if (has_id)
		reply_ack(helper, id, changes, NULL);
	else if (strcmp(why, "start") == 0 && !helper->greeted) {
		helper->start_results = *changes;
		helper->started_restored = true;
		return;
	} else if (strcmp(why, "request") != 0 && !awaits_hello(helper))
		reply_restored(helper, why, changes);
	changes_free(changes);
}

void restore_run(struct helper *helper, uint64_t now)
{
	struct restoring *restoring = &helper->restoring;

	if (!restoring->active || now < restoring->due)
		return;
	if (restoring->changes.count && !restoring->again && !changes_settled(&restoring->changes, helper->machine)) {
		restoring->again = true;
		restoring->due = now + verify_ns;
		write_all(helper);
		return;
	}
	restoring->active = false;
	change_epoch(helper);
	if (gpu_changes_pending(&restoring->changes, helper, now)) {
		forget_restored(helper, &restoring->changes);
		helper->started_restored = false;
		settle_restore(helper, restoring);
	} else {
		restore_done(helper, &restoring->changes, restoring->why, restoring->has_id, restoring->id);
	}
	restoring->changes = (struct changes){ 0 };
}
