/* SPDX-License-Identifier: MIT */
/* Sorted by role, then policy, then direction; otherwise as they were asked for. */
#include "changes/changes_order.h"

#include "base/memory.h"
#include "changes/changes.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "tunables/tunables.h"

#include <math.h>
#include <stdlib.h>

/* Restoring: boost first (before Linux 7.3 it rewrites the maximum), then the CPU's limits, and the governor before what comes with it. What may run slow firmware code is last. */
static const unsigned char restore_rank[] = {
	[ROLE_BOOST] = 0,   [ROLE_POLICY_BOOST] = 1,  [ROLE_MAX_FREQ] = 2,    [ROLE_MIN_FREQ] = 2,
	[ROLE_GOVERNOR] = 3, [ROLE_EPP] = 4, [ROLE_EPB] = 4,
	[ROLE_YOUNG_PERCENT] = 4, [ROLE_YOUNG_US] = 4, [ROLE_PACE_PERCENT] = 4, [ROLE_PACE_US] = 4,
	[ROLE_MARGIN_PERCENT] = 4, [ROLE_TAU_US] = 4, [ROLE_REST_US] = 4, [ROLE_RATE_US] = 4, [ROLE_POWER_LIMIT] = 5, [ROLE_PLATFORM_PROFILE] = 6,
	[ROLE_GPU_CLOCK] = 7, [ROLE_GPU_POWER] = 7,
	[ROLE_PANEL_POWER] = 8, [ROLE_CHARGE_TYPE] = 8, [ROLE_GPU_LEVEL] = 8,
	[ROLE_CHARGE_STOP] = 8, [ROLE_CHARGE_START] = 8, [ROLE_CHARGE_TYPES] = 9, [ROLE_CONSERVATION] = 9,
	[ROLE_START_MIN] = 9, [ROLE_START_MAX] = 9, [ROLE_RAISE] = 9,
};

struct key {
	unsigned rank;
	int policy;
	unsigned within;
	unsigned index;
};

static int compare(const void *one, const void *other)
{
	const struct key *a = one, *b = other;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->policy != b->policy)
		return a->policy < b->policy ? -1 : 1;
	if (a->within != b->within)
		return a->within < b->within ? -1 : 1;
	return a->index < b->index ? -1 : 1;
}

/* A pair of which the low one may never pass the high one: the kernel refuses it, or moves the other. */
static bool is_high(const struct control *control)
{
	return control->role == ROLE_MAX_FREQ || control->role == ROLE_CHARGE_STOP;
}

static bool is_low(const struct control *control)
{
	return control->role == ROLE_MIN_FREQ || control->role == ROLE_CHARGE_START;
}

/* Raising: the maximum before the minimum; lowering: the minimum before the maximum. For power limits: lowering the long term first, raising it last. */
static unsigned within(const struct change *change, const struct machine *machine, const struct control *control)
{
	double now = machine->values[control->signal], wanted = strtod(change->wanted, NULL);
	unsigned order = (unsigned)(control - machine->controls);

	if (control->role == ROLE_POWER_LIMIT)
		return wanted < now ? order : 2 * machine->control_count - order;
	if (!is_high(control) && !is_low(control))
		return 0;
	/* The direction of the maximum decides. */
	if (is_high(control))
		return wanted >= now || isnan(now) ? 1 : 3;
	return 2;
}

void changes_order(struct changes *changes, struct machine *machine, bool restoring)
{
	struct key *keys = must_alloc(changes->count * sizeof(*keys));
	struct change *sorted = must_alloc(changes->count * sizeof(*sorted));
	char path[256];

	for (unsigned i = 0; i < changes->count; i++) {
		const struct control *control = control_find(machine, changes->items[i].name);

		keys[i] = (struct key){ .index = i };
		/* Tunables of a governor that is not there now come back with it. */
		if (!control && tunables_path(changes->items[i].name, path, sizeof(path)))
			keys[i].rank = restore_rank[ROLE_YOUNG_PERCENT];
		if (!control)
			continue;
		/* A low one stands after its high one in the enumeration. */
		keys[i].rank = restoring ? restore_rank[control->role] : is_low(control) ? control->role - 1u : control->role;
		keys[i].policy = control->policy;
		keys[i].within = within(&changes->items[i], machine, control);
	}
	qsort(keys, changes->count, sizeof(*keys), compare);
	for (unsigned i = 0; i < changes->count; i++)
		sorted[i] = changes->items[keys[i].index];
	free(keys);
	free(changes->items);
	changes->items = sorted;
	changes->room = changes->count;
}
