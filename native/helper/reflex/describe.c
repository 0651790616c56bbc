/* SPDX-License-Identifier: MIT */
/* Policies live on through descriptions of the machine: CPUs come and go, and a driver that is registered again makes its files anew. */
#include "reflex/reflex.h"

#include "base/memory.h"
#include "reflex/policies.h"
#include "reflex/policy.h"

#include <stdlib.h>
#include <string.h>

static void note_id(struct reflex *reflex, struct policy_reflex *policy)
{
	if (policy->id >= reflex->ids) {
		struct policy_reflex **grown = must_alloc((policy->id + 1) * sizeof(*grown));

		if (reflex->ids)
			memcpy(grown, reflex->of_id, reflex->ids * sizeof(*grown));
		free(reflex->of_id);
		reflex->of_id = grown;
		reflex->ids = policy->id + 1;
	}
	reflex->of_id[policy->id] = policy;
}

static struct policy_reflex *found(struct reflex *reflex, const struct reflex_policy_facts *facts)
{
	struct policy_reflex *policy = reflex_policy(reflex, facts->id);

	if (policy)
		return policy;
	policy = must_alloc(sizeof(*policy));
	policy->world = &reflex->world;
	policy->budget = &reflex->budget;
	policy->waits = &reflex->waits;
	policy->id = facts->id;
	values_init(&policy->values, facts->least, facts->most);
	reflex->policies = grow(reflex->policies, reflex->count, &reflex->room, sizeof(*reflex->policies));
	reflex->policies[reflex->count++] = policy;
	note_id(reflex, policy);
	return policy;
}

static const struct reflex_policy_facts *listed(const struct reflex_policy_facts *facts, unsigned count, unsigned id)
{
	for (unsigned i = 0; i < count; i++)
		if (facts[i].id == id)
			return &facts[i];
	return NULL;
}

/* Returns whether its CPUs are others. */
static bool set_facts(struct policy_reflex *policy, const struct reflex_policy_facts *facts)
{
	const size_t cpus = facts->cpu_count * sizeof(*policy->cpus), table = facts->table_count * sizeof(*facts->table);
	const bool same = policy->cpu_count == facts->cpu_count && (!cpus || memcmp(policy->cpus, facts->cpus, cpus) == 0);

	policy->values.least = facts->least;
	policy->values.most = facts->most;
	free(policy->values.table);
	policy->values.table = must_alloc(table);
	if (table)
		memcpy(policy->values.table, facts->table, table);
	policy->values.table_count = facts->table_count;
	if (same)
		return false;
	for (unsigned i = 0; i < policy->cpu_count; i++)
		policy->world->threshold(policy->world->context, policy->cpus[i], 0);
	free(policy->cpus);
	policy->cpus = must_alloc(cpus);
	if (cpus)
		memcpy(policy->cpus, facts->cpus, cpus);
	policy->cpu_count = facts->cpu_count;
	return true;
}

static void map_cpus(struct reflex *reflex)
{
	reflex->span = 0;
	for (unsigned i = 0; i < reflex->count; i++)
		for (unsigned c = 0; c < reflex->policies[i]->cpu_count; c++)
			if (reflex->policies[i]->cpus[c] >= reflex->span)
				reflex->span = reflex->policies[i]->cpus[c] + 1;
	free(reflex->of_cpu);
	reflex->of_cpu = must_alloc(reflex->span * sizeof(*reflex->of_cpu));
	for (unsigned i = 0; i < reflex->count; i++)
		for (unsigned c = 0; c < reflex->policies[i]->cpu_count; c++)
			reflex->of_cpu[reflex->policies[i]->cpus[c]] = reflex->policies[i];
}

void reflex_describe(struct reflex *reflex, const struct reflex_policy_facts *facts, unsigned count)
{
	enum { SAME, OTHERS, ANEW } *moved;

	for (unsigned i = 0; i < count; i++)
		found(reflex, &facts[i]);
	moved = must_alloc(reflex->count * sizeof(*moved));
	for (unsigned i = 0; i < reflex->count; i++) {
		const struct reflex_policy_facts absent = { .id = reflex->policies[i]->id, .least = reflex->policies[i]->values.least, .most = reflex->policies[i]->values.most };
		const struct reflex_policy_facts *now = listed(facts, count, absent.id);

		const bool had_cpus = reflex->policies[i]->cpu_count;

		moved[i] = !set_facts(reflex->policies[i], now ? now : &absent) ? SAME : had_cpus ? OTHERS : ANEW;
	}
	map_cpus(reflex);
	for (unsigned i = 0; i < reflex->count; i++)
		if (moved[i])
			policy_moved(reflex->policies[i], moved[i] == ANEW);
	free(moved);
}
