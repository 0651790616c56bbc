/* SPDX-License-Identifier: MIT */
/* On, off and other settings. What the reflex is switched on with is in the files already; it begins raised, and lowers as soon as no stretch is old. */
#include "reflex/policy.h"

#include "base/monotonic.h"
#include "reflex/files.h"

#include <math.h>

uint64_t policy_raise_age(const struct policy_reflex *policy)
{
	return policy->raise_ms ? policy->raise_ms * (uint64_t)NS_PER_MS - WAY_NS : 0;
}

uint64_t policy_told_age(const struct policy_reflex *policy)
{
	const uint64_t latest = policy->raise_ms * (uint64_t)NS_PER_MS, tick = policy->world->tick_ns;

	return latest > tick ? latest - tick : latest ? 1 : 0;
}

/* While it is raised no age is news: nothing is told, however many stretches its other CPUs have. */
static int set_thresholds(struct policy_reflex *policy)
{
	const uint64_t age = policy->raise_ms && policy->raised ? UINT64_MAX : policy_told_age(policy);
	int error = 0;

	for (unsigned i = 0; i < policy->cpu_count; i++) {
		const int failed = policy->world->threshold(policy->world->context, policy->cpus[i], age);

		error = error ? error : failed;
	}
	return error;
}

void policy_set_raised(struct policy_reflex *policy, bool raised)
{
	const uint64_t now = policy->world->now(policy->world->context);

	if (policy->raised && now > policy->raised_since)
		policy->raised_ns += now - policy->raised_since;
	policy->raised = raised;
	policy->raised_since = now;
	policy->resting = policy->waiting = false;
	policy->short_rests = 0;
	set_thresholds(policy);
}

static int switch_off(struct policy_reflex *policy)
{
	int error;

	policy_set_raised(policy, true);
	error = files_write(policy);
	if (error) {
		policy_look(policy, false);
		return error;
	}
	policy_release(policy);
	return 0;
}

int policy_raise_after(struct policy_reflex *policy, unsigned ms)
{
	const unsigned before = policy->raise_ms;
	int error;

	if (!ms)
		return before ? switch_off(policy) : 0;
	policy->raise_ms = ms;
	error = set_thresholds(policy);
	if (error) {
		policy->raise_ms = before;
		set_thresholds(policy);
		return error;
	}
	if (!before) {
		policy->fresh = true;
		policy_set_raised(policy, true);
	}
	policy_look(policy, false);
	return 0;
}

int policy_own(struct policy_reflex *policy, enum reflex_limit limit, double khz)
{
	const double before = policy->values.own[limit], shown = policy->values.shown[limit];
	double reading;
	int error;

	/* The same again: the kernel may have changed the file by itself, as drivers do when boost is switched. */
	if (khz == before && policy->world->read(policy->world->context, policy->id, limit, &reading) == 0) {
		values_wrote(&policy->values, limit, reading);
		policy->wrote[limit] = NAN;
	}
	policy->values.own[limit] = khz;
	policy->values.shown[limit] = NAN;
	error = files_write(policy);
	if (!error)
		return 0;
	policy->values.own[limit] = before;
	policy->values.shown[limit] = shown;
	files_write(policy);
	return error;
}

void policy_restart(struct policy_reflex *policy)
{
	if (policy->raise_ms && !policy->raised && files_write(policy)) {
		policy_set_raised(policy, true);
		policy_look(policy, false);
	}
}

void policy_moved(struct policy_reflex *policy, bool anew)
{
	if (!policy->raise_ms)
		return;
	if (anew) {
		policy->wrote[REFLEX_MIN] = policy->wrote[REFLEX_MAX] = NAN;
		policy->refused = 0;
		policy_set_raised(policy, true);
	}
	/* With no CPU there is nothing to look at: a look that was due would stay due. */
	if (!policy->cpu_count)
		policy->look_at = 0;
	set_thresholds(policy);
	policy_look(policy, false);
}

void policy_compare(struct policy_reflex *policy)
{
	if (policy->raise_ms && policy->cpu_count && files_ours(policy) && !policy->raised && files_write(policy)) {
		policy_set_raised(policy, true);
		policy_look(policy, false);
	}
}

void policy_release(struct policy_reflex *policy)
{
	const bool on = policy->raise_ms != 0;

	if (on)
		policy_set_raised(policy, false);
	policy->raise_ms = 0;
	policy->look_at = policy->lower_after = 0;
	policy->refused = policy->displaced = 0;
	policy->fresh = false;
	if (on)
		set_thresholds(policy);
}

void policy_end(struct policy_reflex *policy)
{
	policy_set_raised(policy, true);
	files_write(policy);
	policy_release(policy);
}

uint64_t policy_raised_ns(const struct policy_reflex *policy)
{
	const uint64_t now = policy->world->now(policy->world->context);

	return policy->raised_ns + (policy->raised && now > policy->raised_since ? now - policy->raised_since : 0);
}
