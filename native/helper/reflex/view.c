/* SPDX-License-Identifier: MIT */
#include "reflex/policy.h"

#include "bpf/busy_record.h"

/* A CPU in a gap is not looked at more often, whether it goes on: so its raise may be WAY_NS late. */
static const uint64_t pause_ns = 2 * WAY_NS;

static void note_young(struct view *view, const struct stretch *stretch, uint64_t left, uint64_t now)
{
	const uint64_t due = now + (stretch->busy || left > pause_ns ? left : pause_ns);

	if (!view->due || due < view->due)
		view->due = due;
}

struct view view_of(const struct policy_reflex *policy, uint64_t now)
{
	struct view view = { 0 };

	for (unsigned i = 0; i < policy->cpu_count; i++) {
		struct stretch stretch;
		const bool known = policy->world->stretch(policy->world->context, policy->cpus[i], now, &stretch);
		const bool lasts = known && (stretch.busy || now < stretch.idle_since + BUSY_QUIET_NS);

		if (lasts && stretch.age >= policy_raise_age(policy))
			view.old = true;
		else if (lasts && stretch.age >= policy_told_age(policy))
			note_young(&view, &stretch, policy_raise_age(policy) - stretch.age, now);
		else if (!known)
			note_young(&view, &(struct stretch){ 0 }, 0, now);
		if (!known || stretch.busy) {
			view.busy = true;
			view.busy_cpu = policy->cpus[i];
		} else if (stretch.idle_since > view.idle_since) {
			view.idle_since = stretch.idle_since;
		}
	}
	return view;
}
