/* SPDX-License-Identifier: MIT */
/* Three controls and three counters for each policy whose limits can be written and whose CPUs' ages can be told. */
#include "base/arena.h"
#include "busy/alerts.h"
#include "controls/policy_control.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "machine/sources.h"
#include "machine/topology.h"
#include "reflex/policy.h"
#include "reflex/reflex.h"
#include "reflex/reflex_control.h"

#include <stdio.h>

enum { LONGEST_MS = 1000 };

/* What a policy has, as indexes: controls move when one is added. */
struct place {
	unsigned id, limits[REFLEX_LIMITS], own[3], raises;
};

struct places {
	struct place *items;
	unsigned count;
};

static unsigned add_own(struct machine *machine, const struct policy *policy, const char *unit, enum control_role role, const struct place *place)
{
	char name[64], scope[24];
	const char *why = machine->controls[place->limits[REFLEX_MAX]].why ? machine->controls[place->limits[REFLEX_MAX]].why : machine->controls[place->limits[REFLEX_MIN]].why;
	struct control *control;

	snprintf(scope, sizeof(scope), "policy%u", policy->id);
	snprintf(name, sizeof(name), "%s.%s", scope, control_role_name(role));
	control = control_add_own(machine, name, scope, unit, role, (int)policy->id);
	control->min = role == ROLE_RAISE ? 0 : policy->hw_min;
	control->max = role == ROLE_RAISE ? LONGEST_MS : policy->hw_max;
	if (why)
		control_forbid(control, why);
	return machine->control_count - 1;
}

static void add_counter(struct machine *machine, const struct policy *policy, const char *role, const char *unit)
{
	char name[64], scope[24];

	snprintf(scope, sizeof(scope), "policy%u", policy->id);
	snprintf(name, sizeof(name), "%s.%s", scope, role);
	signal_add(machine, (struct signal){ .name = name, .role = role, .scope = scope, .unit = unit, .kind = SIGNAL_COUNTER });
}

static bool find_limits(const struct machine *machine, const struct policy *policy, struct place *place)
{
	bool found[REFLEX_LIMITS] = { false, false };

	for (unsigned i = 0; i < machine->control_count; i++) {
		const struct control *control = &machine->controls[i];
		enum reflex_limit limit = control->role == ROLE_MIN_FREQ ? REFLEX_MIN : REFLEX_MAX;

		if (control->policy != (int)policy->id || (control->role != ROLE_MIN_FREQ && control->role != ROLE_MAX_FREQ))
			continue;
		place->limits[limit] = i;
		found[limit] = policy->hw_min <= policy->hw_max;
	}
	return found[REFLEX_MIN] && found[REFLEX_MAX];
}

static void offer(struct machine *machine, const struct policy *policy, struct place *place)
{
	place->id = policy->id;
	place->own[0] = add_own(machine, policy, "kHz", ROLE_START_MIN, place);
	place->own[1] = add_own(machine, policy, "kHz", ROLE_START_MAX, place);
	place->own[2] = add_own(machine, policy, "ms", ROLE_RAISE, place);
	place->raises = machine->signal_count;
	add_counter(machine, policy, "raises", "count");
	add_counter(machine, policy, "raised", "ns");
	add_counter(machine, policy, "spared", "count");
}

/* Said once, however many they are. */
static void tell_tickless(struct machine *machine, unsigned tickless)
{
	if (tickless)
		machine_missing(machine, "reflex", "%u %s nohz_full: with no tick a stretch's age is not looked at", tickless, tickless == 1 ? "policy has a CPU in" : "policies have CPUs in");
}

static void *probe(struct machine *machine)
{
	const struct sources *sources = machine->sources;
	const char *missing = !sources->reflex || !sources->busy ? NULL : sources->ages_lost ? "the BPF program saw no more context switches" : alerts_missing(sources->busy);
	struct reflex_policy_facts *facts;
	struct places *places;
	unsigned tickless = 0;

	if (!sources->reflex || !sources->busy || !machine->policy_count)
		return NULL;
	places = arena_zalloc(&machine->arena, sizeof(*places));
	places->items = arena_zalloc(&machine->arena, machine->policy_count * sizeof(*places->items));
	facts = arena_zalloc(&machine->arena, machine->policy_count * sizeof(*facts));
	for (unsigned i = 0; i < machine->policy_count; i++) {
		const struct policy *policy = &machine->policies[i];
		struct place *place = &places->items[places->count];

		if (!find_limits(machine, policy, place))
			continue;
		if (missing) {
			machine_missing(machine, "reflex", "%s", missing);
			return NULL;
		}
		if (!policy_ticks(machine, policy)) {
			tickless++;
			continue;
		}
		offer(machine, policy, place);
		facts[places->count++] = (struct reflex_policy_facts){
			.id = policy->id, .cpus = policy->online_cpus, .cpu_count = policy->online_count, .least = policy->hw_min, .most = policy->hw_max,
			.table = policy->frequencies, .table_count = policy->frequency_count,
		};
	}
	tell_tickless(machine, tickless);
	reflex_describe(sources->reflex, facts, places->count);
	return places;
}

static void read_fast(struct machine *machine, const struct place *place, const struct policy_reflex *policy)
{
	machine->values[place->raises] = (double)policy->raises;
	machine->values[place->raises + 1] = (double)policy_raised_ns(policy);
	machine->values[place->raises + 2] = (double)policy->spared;
}

/* The channels have read the two limits' files. */
static void read_slow(struct machine *machine, const struct place *place, struct policy_reflex *policy)
{
	char setting[SETTING_ROOM];

	policy_compare(policy);
	for (enum reflex_limit limit = REFLEX_MIN; limit < REFLEX_LIMITS; limit++)
		if (policy->raise_ms)
			control_read(machine, &machine->controls[place->limits[limit]], setting);
	for (unsigned i = 0; i < sizeof(place->own) / sizeof(*place->own); i++)
		reflex_read(machine, &machine->controls[place->own[i]], setting);
}

static void read_reflex(struct machine *machine, void *state, enum lane lane)
{
	const struct places *places = state;

	for (unsigned i = 0; i < places->count; i++) {
		const struct place *place = &places->items[i];
		struct policy_reflex *policy = reflex_policy(machine->sources->reflex, place->id);

		if (lane == LANE_FAST)
			read_fast(machine, place, policy);
		else
			read_slow(machine, place, policy);
	}
}

const struct sensor_class reflex_sensor = { .name = "reflex", .probe = probe, .read = read_reflex };
