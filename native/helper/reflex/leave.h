/* SPDX-License-Identifier: MIT */
/* The end of one policy's reflex because its files read what is not ours. A file shows the lowest of all requests, so while cooling or firmware acts a lower
 * maximum is either theirs, and ours comes back when it goes, or it took the place of ours: somebody wrote it. Only a write can tell. */
#ifndef LATTICE_REFLEX_LEAVE_H
#define LATTICE_REFLEX_LEAVE_H
#include "reflex/world.h"

struct policy_reflex;

/* Switches off. What is ours does not stay at the start: neither a limit beside one that somebody wrote, nor a request below which the clock is held down.
 * Where that is in doubt the engine's maximum is written, and policy->look_at is when leave_decide() is due. */
void leave_begin(struct policy_reflex *policy, enum reflex_limit limit, double reading);
/* The write has settled: a maximum that followed it was somebody's, who gets it back. */
void leave_decide(struct policy_reflex *policy);
#endif
