/* SPDX-License-Identifier: MIT */
#include "reflex/policy.h"

#include "bpf/busy_record.h"

struct view view_of(const struct policy_reflex *policy, uint64_t now)
{
	struct view view = { 0 };

	for (unsigned i = 0; i < policy->cpu_count; i++) {
		struct stretch stretch;
		const bool known = policy->world->stretch(policy->world->context, policy->cpus[i], now, &stretch);
		const bool lasts = known && (stretch.busy || now < stretch.idle_since + BUSY_QUIET_NS);

		view.old |= lasts && stretch.age >= policy_age(policy);
		if (!known || stretch.busy) {
			view.busy = true;
			view.busy_cpu = policy->cpus[i];
		} else if (stretch.idle_since > view.idle_since) {
			view.idle_since = stretch.idle_since;
		}
	}
	return view;
}
