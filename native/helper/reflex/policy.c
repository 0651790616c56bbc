/* SPDX-License-Identifier: MIT */
/*
 * 1. A stretch that is told is up to a tick short of its age. The policy waits for the moment at which it will be old, and raises if it goes on then;
 *    one that ended costs no write. A short gap puts the moment off. An old stretch that nobody told of is found by a look: a lost event costs time, and
 *    never holds the clock down.
 * 2. Once raised, one busy CPU is watched. When it goes idle the policy looks: all CPUs idle for 1 ms on end lower it, if the budget allows.
 * 3. A rest that ended sooner is looked after in 1 ms, then in twice that each time, up to 64: work with short pauses wakes the helper 60 times a second
 *    and not thousands of times.
 * 4. A refused raise is tried again until it works, or until the reflex gives up; a refused lowering leaves the policy raised for a while.
 */
#include "reflex/policy.h"

#include "base/monotonic.h"
#include "bpf/busy_record.h"
#include "reflex/files.h"
#include "reflex/leave.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* The kernel's two clocks may differ by some ns, and it must have seen the end of the stretch before we lower for it. */
static const uint64_t quiet_ns = BUSY_QUIET_NS + 50000;
static const uint64_t retry_ns = 3 * NS_PER_MS, longest_retry_ns = 100 * NS_PER_MS, hold_ns = NS_PER_S;
enum { MOST_REFUSED = 30, MOST_DOUBLINGS = 6, LOOKS = 4 };

static uint64_t now_of(const struct policy_reflex *policy)
{
	return policy->world->now(policy->world->context);
}

/* Brings the files to the raised limits; false when that has to be tried again, or the reflex has given up. */
static bool raised_written(struct policy_reflex *policy)
{
	const int error = files_write(policy);
	const uint64_t pause = retry_ns << (policy->refused < 10 ? policy->refused : 10);
	char why[160];

	if (!error) {
		policy->refused = 0;
		return true;
	}
	policy->look_at = now_of(policy) + (pause < longest_retry_ns ? pause : longest_retry_ns);
	if (++policy->refused < MOST_REFUSED)
		return false;
	policy_release(policy);
	snprintf(why, sizeof(why), "the reflex of policy%u stopped: its limits were refused %d times in a row (%s)", policy->id, MOST_REFUSED, strerror(-error));
	policy->world->tell(policy->world->context, policy->id, why);
	return false;
}

static void lower(struct policy_reflex *policy, uint64_t now)
{
	const unsigned pair = 2 * files_differ(policy);
	uint64_t when = pairs_when(&policy->pairs, now);
	const uint64_t affordable = budget_when(policy->budget, now, pair);
	char why[160];
	int error;

	when = affordable > when ? affordable : when;
	when = policy->lower_after > now && policy->lower_after > when ? policy->lower_after : when;
	if (when) {
		policy->look_at = when;
		return;
	}
	if (!files_ours(policy))
		return;
	budget_spend(policy->budget, now, pair);
	pairs_note(&policy->pairs, now);
	policy->fresh = false;
	policy_set_raised(policy, false);
	error = files_write(policy);
	if (!error) {
		policy->lower_after = 0;
		return;
	}
	policy_set_raised(policy, true);
	if (raised_written(policy))
		policy->look_at = now + hold_ns;
	if (!policy->raise_ms)
		return;
	if (!policy->lower_after) {
		snprintf(why, sizeof(why), "policy%u stays raised: its start limits were refused (%s)", policy->id, strerror(-error));
		policy->world->tell(policy->world->context, policy->id, why);
	}
	policy->lower_after = now + hold_ns;
}

/* A pause after a rest that was too short. */
static void wait_out(struct policy_reflex *policy, uint64_t now)
{
	policy->look_at = now + (quiet_ns << (policy->short_rests < MOST_DOUBLINGS ? policy->short_rests : MOST_DOUBLINGS));
	policy->short_rests++;
	policy->resting = false;
}

/* Raised: waits for the next rest, or lowers. Returns whether a CPU went idle before it was watched. */
static bool rest(struct policy_reflex *policy, const struct view *view, bool rested, uint64_t now)
{
	struct stretch stretch;

	if (view->busy && (rested || policy->resting)) {
		wait_out(policy, now);
	} else if (view->busy) {
		policy->world->watch(policy->world->context, view->busy_cpu);
		return policy->world->stretch(policy->world->context, view->busy_cpu, now, &stretch) && !stretch.busy;
	} else if (now < view->idle_since + quiet_ns) {
		policy->look_at = view->idle_since + quiet_ns;
		policy->resting = true;
	} else {
		lower(policy, now);
	}
	return false;
}

/* Young: waits for what will be old. Returns whether to raise: also when there was too much waiting, as early costs energy and never time. */
static bool is_due(struct policy_reflex *policy, const struct view *view, uint64_t now)
{
	if (view->old)
		return true;
	if (!view->due) {
		policy->spared += policy->waiting;
		policy->waiting = false;
		return false;
	}
	if (budget_when(policy->waits, now, 1))
		return true;
	budget_spend(policy->waits, now, 1);
	policy->waiting = true;
	policy->look_at = view->due;
	return false;
}

void policy_look(struct policy_reflex *policy, bool rested)
{
	if (!policy->raise_ms && policy->look_at && now_of(policy) >= policy->look_at)
		leave_decide(policy);
	for (unsigned i = 0; i < LOOKS && policy->raise_ms && policy->cpu_count; i++) {
		const uint64_t now = now_of(policy);
		const struct view view = view_of(policy, now);

		policy->look_at = 0;
		if (!policy->raised && !is_due(policy, &view, now))
			return;
		if (!policy->raised) {
			if (!files_ours(policy))
				return;
			policy_set_raised(policy, true);
			policy->raises++;
		}
		if (!raised_written(policy))
			return;
		policy->fresh &= !view.old;
		if (policy->fresh) {
			lower(policy, now);
			if (policy->raised)
				return;
			continue;
		}
		if (!rest(policy, &view, rested, now))
			return;
		policy->look_at = now + retry_ns;
	}
}
