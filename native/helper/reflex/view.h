/* SPDX-License-Identifier: MIT */
/* What there is to see of a policy's CPUs. */
#ifndef LATTICE_REFLEX_VIEW_H
#define LATTICE_REFLEX_VIEW_H
#include <stdbool.h>
#include <stdint.h>

struct policy_reflex;

struct view {
	bool old;            /* one of its stretches has passed the age */
	bool busy;           /* one of its CPUs is busy, or cannot be told */
	unsigned busy_cpu;   /* such a one */
	uint64_t idle_since; /* of the CPU that went idle last */
};

struct view view_of(const struct policy_reflex *policy, uint64_t now);
#endif
