/* SPDX-License-Identifier: MIT */
/* What a policy's two limits are to be for a young stretch and for a raised one, and whether what its files read is ours. */
#ifndef LATTICE_REFLEX_VALUES_H
#define LATTICE_REFLEX_VALUES_H
#include "reflex/world.h"

enum { REFLEX_RECENT = 4 };

struct values {
	double least, most;             /* the policy's range, kHz */
	double *table;                  /* the clocks that the driver has, if it lists them */
	unsigned table_count;
	double start[REFLEX_LIMITS];    /* as asked for young stretches */
	double own[REFLEX_LIMITS];      /* as the engine set them: for raised ones */
	double shown[REFLEX_LIMITS];    /* what the kernel had made of `own` when it was written; NAN: not known */
	double recent[REFLEX_LIMITS][REFLEX_RECENT]; /* what was written last, each once, the newest first */
};

enum whose {
	WHOSE_OURS,    /* what should be there */
	WHOSE_EARLIER, /* ours, but not in force: of the other state, or still settling */
	WHOSE_FOREIGN,
};

void values_init(struct values *values, double least, double most);
/* Both within the range. Young limits never exceed the engine's maximum, nor does a minimum its maximum. */
void values_target(const struct values *values, bool raised, double target[REFLEX_LIMITS]);
void values_wrote(struct values *values, enum reflex_limit limit, double khz);
/* settling: something was written so short a time ago that the kernel may still show what was there before. */
enum whose values_whose(const struct values *values, bool raised, enum reflex_limit limit, double reading, bool settling);
#endif
