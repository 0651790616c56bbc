/* SPDX-License-Identifier: MIT */
/* The reflex from within: all policies, and whose each CPU is. */
#ifndef LATTICE_REFLEX_POLICIES_H
#define LATTICE_REFLEX_POLICIES_H
#include "reflex/budget.h"
#include "reflex/world.h"

struct policy_reflex;

struct reflex {
	struct reflex_world world;
	struct budget budget, waits;
	struct policy_reflex **policies;
	unsigned count, room;
	struct policy_reflex **of_cpu, **of_id;
	unsigned span, ids;
};
#endif
