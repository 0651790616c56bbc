/* SPDX-License-Identifier: MIT */
/* One policy's reflex. Young: no CPU has been busy for long, the files hold the start limits. Raised: one has, they hold the engine's own limits,
 * until all CPUs have been idle for 1 ms on end. */
#ifndef LATTICE_REFLEX_POLICY_H
#define LATTICE_REFLEX_POLICY_H
#include "reflex/budget.h"
#include "reflex/values.h"
#include "reflex/world.h"

#include <stdbool.h>
#include <stdint.h>

/* ns from a deadline to the file, at the least: the raise is aimed so much before raise_ms. */
enum { WAY_NS = 100000 };

/* A maximum that reads lower than was written, while a cap acts: leave.h. Only while the reflex is off and look_at is set. */
struct doubt {
	double reading; /* kHz */
	uint64_t caps;  /* as the world had them */
	bool minimum;   /* reads the same: pulled down, or written */
	bool untold;
};

struct policy_reflex {
	const struct reflex_world *world;
	struct budget *budget, *waits; /* of all policies: writes, and looks at a stretch that is not old yet */
	unsigned id;
	unsigned *cpus, cpu_count; /* those online */
	struct values values;
	unsigned raise_ms;         /* 0: off */
	bool raised;
	bool fresh;                /* just switched on: lowers as soon as no stretch is old */
	uint64_t look_at;          /* 0: events tell */
	bool resting;              /* that look is to see a rest end in a lowering */
	unsigned short_rests;      /* in a row */
	bool waiting;              /* that look is at the moment at which a stretch will be old */
	double wrote[REFLEX_LIMITS]; /* what the files hold, NAN: not known */
	uint64_t wrote_at;
	unsigned refused;          /* writes in a row */
	unsigned displaced;        /* times in a row that the other state's values were found */
	uint64_t lower_after;      /* a lowering was refused */
	struct doubt doubt;
	struct pairs pairs;
	uint64_t raises, spared, raised_ns, raised_since; /* spared: waits for a stretch that ended before it was old */
};

/* The age in ns from which a stretch is told: the kernel looks at it once in each of its ticks, so that the helper knows of it by raise_ms. */
uint64_t policy_told_age(const struct policy_reflex *policy);
/* The age in ns at which it is raised: raise_ms, less the way from a deadline to the file. */
uint64_t policy_raise_age(const struct policy_reflex *policy);
/* Switches on, to another age, or with 0 off. 0, or -errno and nothing has changed: -EBUSY when the files hold what is not ours. */
int policy_raise_after(struct policy_reflex *policy, unsigned ms);
/* The engine sets a limit of its own while the reflex is on; 0 or -errno. */
int policy_own(struct policy_reflex *policy, enum reflex_limit limit, double khz);
/* The start limits have changed. */
void policy_restart(struct policy_reflex *policy);
/* Looks at the CPUs and does what is due. rested: an event said that one went idle. */
void policy_look(struct policy_reflex *policy, bool rested);
/* Its CPUs are others; anew: it had none, and its files may have been made anew. */
void policy_moved(struct policy_reflex *policy, bool anew);
/* Enters a state; the files follow with files_write(). */
void policy_set_raised(struct policy_reflex *policy, bool raised);
/* Compares what the files read with what should be there; what is not ours ends the reflex of this policy. */
void policy_compare(struct policy_reflex *policy);
/* Forgets everything and writes nothing: somebody else restores. */
void policy_release(struct policy_reflex *policy);
/* Raised for good, and off. */
void policy_end(struct policy_reflex *policy);
uint64_t policy_raised_ns(const struct policy_reflex *policy);

/* What there is to see of its CPUs. */
struct view {
	bool old;            /* one of its stretches is so old that it is raised */
	uint64_t due;        /* when the first of those that were told will be, if it goes on without a gap; or a CPU cannot be told. 0: neither */
	bool busy;           /* one of its CPUs is busy, or cannot be told */
	unsigned busy_cpu;   /* such a one */
	uint64_t idle_since; /* of the CPU that went idle last */
};

struct view view_of(const struct policy_reflex *policy, uint64_t now);
#endif
