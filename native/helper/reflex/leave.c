/* SPDX-License-Identifier: MIT */
#include "reflex/leave.h"

#include "reflex/files.h"
#include "reflex/policy.h"

#include <math.h>
#include <stdio.h>

static const char *const attributes[] = { [REFLEX_MIN] = "scaling_min_freq", [REFLEX_MAX] = "scaling_max_freq" };
static const char by_somebody[] = "which neither it nor the engine wrote", by_a_cap[] = "where cooling or firmware holds it down",
		  by_either[] = "below what was written, while cooling or firmware acts";

static void tell(const struct policy_reflex *policy, enum reflex_limit limit, double reading, const char *whose)
{
	char why[192];

	snprintf(why, sizeof(why), "the reflex of policy%u stopped: %s reads %.0f kHz, %s", policy->id, attributes[limit], reading, whose);
	policy->world->tell(policy->world->context, policy->id, why);
}

static double read_limit(const struct policy_reflex *policy, enum reflex_limit limit)
{
	double khz;

	return policy->world->read(policy->world->context, policy->id, limit, &khz) < 0 ? (double)NAN : khz;
}

static bool is_ours(const struct policy_reflex *policy, enum reflex_limit limit, double reading)
{
	return !isnan(reading) && values_whose(&policy->values, policy->raised, limit, reading, true) != WHOSE_FOREIGN;
}

/* Both as they are now. A minimum above its maximum reads as that does. */
static void give_up(struct policy_reflex *policy, enum reflex_limit foreign, const double now[REFLEX_LIMITS], bool may_be_cap, bool pulled)
{
	if (may_be_cap || (foreign != REFLEX_MAX && is_ours(policy, REFLEX_MAX, now[REFLEX_MAX])))
		files_put(policy, REFLEX_MAX, policy->values.own[REFLEX_MAX]);
	if (!pulled && foreign != REFLEX_MIN && is_ours(policy, REFLEX_MIN, now[REFLEX_MIN]))
		files_put(policy, REFLEX_MIN, policy->values.own[REFLEX_MIN]);
}

void leave_begin(struct policy_reflex *policy, enum reflex_limit limit, double reading)
{
	const struct reflex_world *world = policy->world;
	const double now[REFLEX_LIMITS] = { read_limit(policy, REFLEX_MIN), read_limit(policy, REFLEX_MAX) };
	double target[REFLEX_LIMITS];
	bool capped, pulled, doubtful;

	values_target(&policy->values, policy->raised, target);
	capped = now[REFLEX_MAX] < target[REFLEX_MAX] && world->held_down(world->context, policy->id, now[REFLEX_MAX]);
	pulled = capped && now[REFLEX_MIN] < target[REFLEX_MIN] && now[REFLEX_MIN] == now[REFLEX_MAX];
	/* Where the file has the engine's maximum already nothing needs to be written, and nobody's value is lost. */
	doubtful = capped && policy->wrote[REFLEX_MAX] != policy->values.own[REFLEX_MAX];
	policy->doubt.reading = now[REFLEX_MAX];
	policy->doubt.caps = doubtful ? world->caps(world->context, policy->id) : 0;
	policy->doubt.minimum = pulled;
	policy->doubt.untold = doubtful && (limit == REFLEX_MAX || pulled);
	give_up(policy, limit, now, doubtful, doubtful && pulled);
	policy_release(policy);
	if (doubtful)
		policy->look_at = policy->wrote_at + SETTLE_NS;
	if (!policy->doubt.untold)
		tell(policy, limit, reading, capped && (limit == REFLEX_MAX || pulled) ? by_either : by_somebody);
}

/* A cap that has changed meanwhile may have moved the file too: then it is left to the engine, and no cap becomes somebody's wish. */
void leave_decide(struct policy_reflex *policy)
{
	const struct reflex_world *world = policy->world;
	const struct doubt doubt = policy->doubt;
	const bool somebodys = read_limit(policy, REFLEX_MAX) > doubt.reading && world->caps(world->context, policy->id) == doubt.caps;

	policy->look_at = 0;
	if (doubt.minimum && (!somebodys || is_ours(policy, REFLEX_MIN, read_limit(policy, REFLEX_MIN))))
		files_put(policy, REFLEX_MIN, policy->values.own[REFLEX_MIN]);
	if (somebodys)
		files_put(policy, REFLEX_MAX, doubt.reading);
	if (doubt.untold)
		tell(policy, REFLEX_MAX, doubt.reading, somebodys ? by_somebody : by_a_cap);
}
