/* SPDX-License-Identifier: MIT */
/* The reflex of all policies: which CPU belongs to which, events in, deadlines out. It knows the world by world.h only. */
#ifndef LATTICE_REFLEX_H
#define LATTICE_REFLEX_H
#include "reflex/world.h"

#include <stdbool.h>
#include <stdint.h>

struct reflex;
struct policy_reflex;

struct reflex_policy_facts {
	unsigned id;
	const unsigned *cpus; /* online */
	unsigned cpu_count;
	double least, most;   /* kHz */
	const double *table;
	unsigned table_count;
};

struct reflex *reflex_new(const struct reflex_world *world);
void reflex_free(struct reflex *reflex);
/* A new description of the machine: all policies that it has. What a policy was asked stays; one that is not listed has no CPUs until it is again. */
void reflex_describe(struct reflex *reflex, const struct reflex_policy_facts *facts, unsigned count);
/* NULL when there is none of this id. */
struct policy_reflex *reflex_policy(const struct reflex *reflex, unsigned id);
/* Is the reflex of any policy on? */
bool reflex_any(const struct reflex *reflex);

/* Switches a policy's reflex on with the engine's limits in kHz, and what they read as: NAN for one that was written just now. -EBUSY when its files
 * read otherwise. To another age, or off with 0 ms, own may be NULL. 0 or -errno. */
int reflex_raise_after(struct reflex *reflex, unsigned id, unsigned ms, const double own[REFLEX_LIMITS], const double shown[REFLEX_LIMITS]);
/* The limits of young stretches. */
void reflex_start(struct reflex *reflex, unsigned id, enum reflex_limit limit, double khz);

void reflex_event(struct reflex *reflex, unsigned cpu, bool crossed);
/* Looks at all policies: finds what no event told. */
void reflex_look(struct reflex *reflex);
void reflex_run(struct reflex *reflex, uint64_t now);
/* The earliest deadline, 0: none. Nothing is due while nothing is raised and no stretch is within a tick of its age. */
uint64_t reflex_due(const struct reflex *reflex);
/* All off and start limits forgotten; nothing is written. */
void reflex_release(struct reflex *reflex);
/* All raised for good and off: ages are told no more. Returns whether one was on. */
bool reflex_end(struct reflex *reflex);
#endif
