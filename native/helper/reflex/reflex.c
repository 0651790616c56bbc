/* SPDX-License-Identifier: MIT */
#include "reflex/reflex.h"

#include "base/memory.h"
#include "reflex/policies.h"
#include "reflex/policy.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct reflex *reflex_new(const struct reflex_world *world)
{
	struct reflex *reflex = must_alloc(sizeof(*reflex));

	reflex->world = *world;
	return reflex;
}

void reflex_free(struct reflex *reflex)
{
	for (unsigned i = 0; reflex && i < reflex->count; i++) {
		free(reflex->policies[i]->cpus);
		free(reflex->policies[i]->values.table);
		free(reflex->policies[i]);
	}
	if (reflex) {
		free(reflex->policies);
		free(reflex->of_cpu);
		free(reflex->of_id);
	}
	free(reflex);
}

struct policy_reflex *reflex_policy(const struct reflex *reflex, unsigned id)
{
	return id < reflex->ids ? reflex->of_id[id] : NULL;
}

bool reflex_any(const struct reflex *reflex)
{
	for (unsigned i = 0; i < reflex->count; i++)
		if (reflex->policies[i]->raise_ms)
			return true;
	return false;
}

/* The files hold `own`, or what the kernel had made of it; just after a write they may read as before. */
static int begin(struct policy_reflex *policy, const double own[REFLEX_LIMITS], const double shown[REFLEX_LIMITS])
{
	for (enum reflex_limit limit = REFLEX_MIN; limit < REFLEX_LIMITS; limit++) {
		policy->values.own[limit] = policy->wrote[limit] = own[limit];
		policy->values.shown[limit] = shown[limit];
		values_wrote(&policy->values, limit, own[limit]);
	}
	for (enum reflex_limit limit = REFLEX_MIN; limit < REFLEX_LIMITS; limit++) {
		double reading;
		const int error = policy->world->read(policy->world->context, policy->id, limit, &reading);

		if (error)
			return error;
		if (!(own[limit] >= policy->values.least && own[limit] <= policy->values.most))
			return -ERANGE;
		if (isnan(shown[limit])) {
			policy->wrote_at = policy->world->now(policy->world->context);
			values_wrote(&policy->values, limit, reading);
		} else if (values_whose(&policy->values, true, limit, reading, false) == WHOSE_FOREIGN) {
			return -EBUSY;
		}
	}
	return 0;
}

int reflex_raise_after(struct reflex *reflex, unsigned id, unsigned ms, const double own[REFLEX_LIMITS], const double shown[REFLEX_LIMITS])
{
	struct policy_reflex *policy = reflex_policy(reflex, id);
	int error = 0;

	if (!policy || (!policy->cpu_count && ms))
		return -ENODEV;
	if (ms && !policy->raise_ms)
		error = begin(policy, own, shown);
	return error ? error : policy_raise_after(policy, ms);
}

void reflex_start(struct reflex *reflex, unsigned id, enum reflex_limit limit, double khz)
{
	struct policy_reflex *policy = reflex_policy(reflex, id);

	if (!policy)
		return;
	policy->values.start[limit] = khz;
	policy_restart(policy);
}

void reflex_event(struct reflex *reflex, unsigned cpu, bool crossed)
{
	if (cpu < reflex->span && reflex->of_cpu[cpu])
		policy_look(reflex->of_cpu[cpu], !crossed && reflex->of_cpu[cpu]->raised);
}

void reflex_look(struct reflex *reflex)
{
	for (unsigned i = 0; i < reflex->count; i++)
		policy_look(reflex->policies[i], false);
}

void reflex_run(struct reflex *reflex, uint64_t now)
{
	for (unsigned i = 0; reflex && i < reflex->count; i++)
		if (reflex->policies[i]->look_at && now >= reflex->policies[i]->look_at)
			policy_look(reflex->policies[i], false);
}

uint64_t reflex_due(const struct reflex *reflex)
{
	uint64_t due = 0;

	for (unsigned i = 0; reflex && i < reflex->count; i++) {
		const uint64_t at = reflex->policies[i]->look_at;

		if (at && (!due || at < due))
			due = at;
	}
	return due;
}

void reflex_release(struct reflex *reflex)
{
	for (unsigned i = 0; reflex && i < reflex->count; i++) {
		struct policy_reflex *policy = reflex->policies[i];

		policy_release(policy);
		policy->values.start[REFLEX_MIN] = policy->values.least;
		policy->values.start[REFLEX_MAX] = policy->values.most;
	}
}

bool reflex_end(struct reflex *reflex)
{
	const bool any = reflex_any(reflex);

	for (unsigned i = 0; i < reflex->count; i++)
		if (reflex->policies[i]->raise_ms)
			policy_end(reflex->policies[i]);
	return any;
}
