/* SPDX-License-Identifier: MIT */
/* The wait between writing and reading back: cpufreq queues the work that applies a limit, so the write returns before the limit holds. A deadline, never a sleep. */
#include "helper.h"
#include "monotonic.h"

#include <stdlib.h>

static const uint64_t settle_ns = 20 * NS_PER_MS, again_ns = 40 * NS_PER_MS;

static void finish(struct helper *helper, struct settling *settling)
{
	if (settling->has_id)
		reply_ack(helper, settling->id, &settling->changes, NULL);
	changes_free(&settling->changes);
	free(settling);
}

void settle_begin(struct helper *helper, struct changes *changes, bool wrote, bool has_id, double id)
{
	struct settling *settling = must_alloc(sizeof(*settling)), **last = &helper->settling;

	*settling = (struct settling){ .changes = *changes, .has_id = has_id, .id = id, .due = monotonic_ns() + settle_ns };
	if (!wrote) {
		finish(helper, settling);
		return;
	}
	while (*last)
		last = &(*last)->next;
	*last = settling;
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
		} else {
			*link = settling->next;
			finish(helper, settling);
		}
	}
}

/* What is not settled when the baseline is put back never will be: its engine gets what is read now, or is gone. */
void settle_drop(struct helper *helper)
{
	while (helper->settling) {
		struct settling *settling = helper->settling;

		helper->settling = settling->next;
		finish(helper, settling);
	}
}
