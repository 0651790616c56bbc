/* SPDX-License-Identifier: MIT */
/* The files of one policy's reflex: written in an order that is safe, and looked at before they are. */
#ifndef LATTICE_REFLEX_FILES_H
#define LATTICE_REFLEX_FILES_H
#include "reflex/world.h"

#include <stdbool.h>

struct policy_reflex;

/* ns after a write in which the kernel may still show what was there before. */
#define SETTLE_NS UINT64_C(60000000)

/* Writes one limit, unless the file holds it already; 0 or -errno. */
int files_put(struct policy_reflex *policy, enum reflex_limit limit, double khz);
/* Writes what differs from what its state asks for; 0 or the first -errno. */
int files_write(struct policy_reflex *policy);
/* How many files would a change of state write? */
unsigned files_differ(const struct policy_reflex *policy);
/* Is this reading of a limit's file one that the reflex or the engine may have left? */
bool files_may_read(const struct policy_reflex *policy, enum reflex_limit limit, double reading);
/* Do the files hold what the reflex or the engine wrote? Else it is off now, with a reason, and what is not ours is left alone. */
bool files_ours(struct policy_reflex *policy);
#endif
