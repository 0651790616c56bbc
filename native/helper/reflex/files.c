/* SPDX-License-Identifier: MIT */
/* The kernel shows a new limit only when its queued work has run, so shortly after a write earlier values are no surprise. */
#include "reflex/files.h"

#include "base/monotonic.h"
#include "reflex/policy.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

static const uint64_t settle_ns = 60 * NS_PER_MS;
static const unsigned most_displaced = 3;
static const char *const attributes[] = { [REFLEX_MIN] = "scaling_min_freq", [REFLEX_MAX] = "scaling_max_freq" };

static int put(struct policy_reflex *policy, enum reflex_limit limit, double khz)
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
	error = put(policy, first, target[first]);
	return error ? error : put(policy, second, target[second]);
}

unsigned files_differ(const struct policy_reflex *policy)
{
	double young[REFLEX_LIMITS], raised[REFLEX_LIMITS];

	values_target(&policy->values, false, young);
	values_target(&policy->values, true, raised);
	return (young[REFLEX_MIN] != raised[REFLEX_MIN]) + (unsigned)(young[REFLEX_MAX] != raised[REFLEX_MAX]);
}

/* Below our request, and not because somebody wrote it: the file shows the lowest of all requests, and ours comes back when the other goes. */
static bool is_held_down(const struct policy_reflex *policy, enum reflex_limit limit, double reading)
{
	double target[REFLEX_LIMITS];

	values_target(&policy->values, policy->raised, target);
	return reading < target[limit] && policy->world->held_down(policy->world->context, policy->id, reading);
}

/* What is ours does not stay at the start: neither a limit beside one that somebody wrote, nor a request below which the clock is held down. */
static void leave(struct policy_reflex *policy, enum reflex_limit foreign, double reading)
{
	const bool held = is_held_down(policy, foreign, reading);
	char why[192];
	double now;

	for (unsigned i = 0; i < REFLEX_LIMITS; i++) {
		const enum reflex_limit limit = i ? REFLEX_MIN : REFLEX_MAX;

		if (policy->world->read(policy->world->context, policy->id, limit, &now) < 0)
			continue;
		if (is_held_down(policy, limit, now) || (limit != foreign && values_whose(&policy->values, policy->raised, limit, now, true) != WHOSE_FOREIGN))
			put(policy, limit, policy->values.own[limit]);
	}
	policy_release(policy);
	snprintf(why, sizeof(why), "the reflex of policy%u stopped: %s reads %.0f kHz, %s", policy->id, attributes[foreign], reading,
		 held ? "where cooling or firmware holds it down" : "which neither it nor the engine wrote");
	policy->world->tell(policy->world->context, policy->id, why);
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
	leave(policy, limit, reading);
	return false;
}

static bool is_settling(const struct policy_reflex *policy)
{
	return policy->world->now(policy->world->context) < policy->wrote_at + settle_ns;
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
