/* SPDX-License-Identifier: MIT */
/* The kernel shows a new limit only when its queued work has run, so shortly after a write earlier values are no surprise. */
#include "reflex/files.h"

#include "base/monotonic.h"
#include "reflex/leave.h"
#include "reflex/policy.h"

#include <errno.h>
#include <math.h>

static const unsigned most_displaced = 3;

int files_put(struct policy_reflex *policy, enum reflex_limit limit, double khz)
{
	const struct reflex_world *world = policy->world;
	uint64_t began;
	int error;

	if (policy->wrote[limit] == khz)
		return 0;
	if (!(khz >= policy->values.least && khz <= policy->values.most))
		return -ERANGE;
	began = world->now(world->context);
	error = world->write(world->context, policy->id, limit, khz);
	policy->wrote_at = world->now(world->context);
	if (policy->wrote_at > began)
		budget_spend(policy->budget, policy->wrote_at, budget_overtime(policy->wrote_at - began));
	policy->wrote[limit] = error ? NAN : khz;
	if (!error)
		values_wrote(&policy->values, limit, khz);
	return error;
}

/* Going up the maximum goes first, going down the minimum: never is the minimum above the maximum. */
int files_write(struct policy_reflex *policy)
{
	double target[REFLEX_LIMITS];
	enum reflex_limit first, second;
	int error;

	values_target(&policy->values, policy->raised, target);
	first = target[REFLEX_MAX] < policy->wrote[REFLEX_MAX] ? REFLEX_MIN : REFLEX_MAX;
	second = first == REFLEX_MIN ? REFLEX_MAX : REFLEX_MIN;
	error = files_put(policy, first, target[first]);
	return error ? error : files_put(policy, second, target[second]);
}

unsigned files_differ(const struct policy_reflex *policy)
{
	double young[REFLEX_LIMITS], raised[REFLEX_LIMITS];

	values_target(&policy->values, false, young);
	values_target(&policy->values, true, raised);
	return (young[REFLEX_MIN] != raised[REFLEX_MIN]) + (unsigned)(young[REFLEX_MAX] != raised[REFLEX_MAX]);
}

static bool read_ours(struct policy_reflex *policy, enum reflex_limit limit, bool settling, bool *displaced)
{
	enum whose whose;
	double reading;

	if (isnan(policy->wrote[limit]) || policy->world->read(policy->world->context, policy->id, limit, &reading) < 0)
		return true;
	whose = values_whose(&policy->values, policy->raised, limit, reading, settling);
	if (whose == WHOSE_EARLIER && !settling) {
		policy->wrote[limit] = NAN;
		*displaced = true;
	}
	if (whose != WHOSE_FOREIGN && !(*displaced && policy->displaced >= most_displaced))
		return true;
	leave_begin(policy, limit, reading);
	return false;
}

static bool is_settling(const struct policy_reflex *policy)
{
	return policy->world->now(policy->world->context) < policy->wrote_at + SETTLE_NS;
}

bool files_may_read(const struct policy_reflex *policy, enum reflex_limit limit, double reading)
{
	return values_whose(&policy->values, policy->raised, limit, reading, is_settling(policy)) != WHOSE_FOREIGN;
}

bool files_ours(struct policy_reflex *policy)
{
	const bool settling = is_settling(policy);
	bool displaced = false;

	if (!read_ours(policy, REFLEX_MIN, settling, &displaced) || !read_ours(policy, REFLEX_MAX, settling, &displaced))
		return false;
	policy->displaced = displaced ? policy->displaced + 1 : 0;
	return true;
}
