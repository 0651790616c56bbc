/* SPDX-License-Identifier: MIT */
/* cpufreq queues the work that applies a limit, so the write returns before the limit holds. The wait is a deadline, never a sleep. */
#include "changes/settle.h"

#include "base/memory.h"
#include "base/monotonic.h"
#include "changes/changes.h"
#include "changes/changes_report.h"
#include "changes/restore.h"
#include "core/helper.h"
#include "engine/reply.h"
#include "gpu/gpu_change.h"

#include <stdlib.h>

/* A set of changes that the kernel has not applied yet. */
struct settling {
	struct settling *next;
	struct changes changes;
	double id;
	bool has_id, again;   /* again: the second, longer wait */
	bool for_gpu;         /* the rest is done, nvidia-smi still runs */
	const char *restored; /* why, when this is the end of a restore */
	uint64_t due;
};

static const uint64_t settle_ns = 20 * NS_PER_MS, again_ns = 40 * NS_PER_MS, look_ns = 500 * NS_PER_MS;

static void finish(struct helper *helper, struct settling *settling)
{
	if (settling->restored) {
		restore_done(helper, &settling->changes, settling->restored, settling->has_id, settling->id);
		free(settling);
		return;
	}
	if (settling->has_id)
		reply_ack(helper, settling->id, &settling->changes, NULL);
	changes_free(&settling->changes);
	free(settling);
}

static void append(struct helper *helper, struct settling *settling)
{
	struct settling **last = &helper->settling;

	while (*last)
		last = &(*last)->next;
	*last = settling;
}

void settle_begin(struct helper *helper, struct changes *changes, bool wrote, bool has_id, double id)
{
	struct settling *settling = must_alloc(sizeof(*settling));

	*settling = (struct settling){ .changes = *changes, .has_id = has_id, .id = id, .due = monotonic_ns() + settle_ns };
	if (!wrote) {
		finish(helper, settling);
		return;
	}
	append(helper, settling);
}

void settle_restore(struct helper *helper, const struct restoring *restoring)
{
	struct settling *settling = must_alloc(sizeof(*settling));

	*settling = (struct settling){
		.changes = restoring->changes, .has_id = restoring->has_id, .id = restoring->id, .restored = restoring->why, .again = true, .for_gpu = true, .due = restoring->due,
	};
	append(helper, settling);
}

void settle_wake(struct helper *helper)
{
	for (struct settling *settling = helper->settling; settling; settling = settling->next)
		if (settling->for_gpu)
			settling->due = 1;
}

uint64_t settle_due(const struct helper *helper)
{
	uint64_t due = 0;

	for (const struct settling *settling = helper->settling; settling; settling = settling->next)
		if (!due || settling->due < due)
			due = settling->due;
	return due;
}

void settle_run(struct helper *helper, uint64_t now)
{
	for (struct settling **link = &helper->settling; *link;) {
		struct settling *settling = *link;

		if (settling->due > now) {
			link = &settling->next;
		} else if (!settling->again && !changes_settled(&settling->changes, helper->machine)) {
			settling->again = true;
			settling->due = now + again_ns;
		} else if (gpu_changes_pending(&settling->changes, helper, now)) {
			settling->for_gpu = true;
			settling->due = now + look_ns;
		} else {
			*link = settling->next;
			finish(helper, settling);
		}
	}
}

/* A restore overwrites what has not settled yet. The engine gets what is read now, if it is still connected. */
void settle_drop(struct helper *helper)
{
	for (struct settling **link = &helper->settling; *link;) {
		struct settling *settling = *link;

		if (settling->restored) {
			link = &settling->next;
			continue;
		}
		*link = settling->next;
		finish(helper, settling);
	}
}
