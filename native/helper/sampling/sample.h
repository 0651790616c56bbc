/* SPDX-License-Identifier: MIT */
/* Samples: how often they are taken, and when they are sent. */
#ifndef LATTICE_SAMPLE_H
#define LATTICE_SAMPLE_H
#include "base/bytes.h"

#include <stdbool.h>
#include <stdint.h>

struct helper;
struct machine;

struct sampling {
	double active_hz, quiet_hz, batch_s;
	uint64_t active_until, slow_due, taken_ns;
	unsigned tree_looks;     /* at whether a fake tree lost files */
	unsigned signal_count;   /* of the arrays below */
	double *previous, *sent; /* the last sample, and the last one sent; NaN before the first */
	double *rate_sent;       /* the busy or stalled share at the last frame sent, by signal */
	uint64_t sent_ns;
	struct bytes held, frame; /* frames held back, and the one being made */
	unsigned held_count;
	uint64_t held_since;
	bool wanted; /* the engine asked for the next sample: it is not held back */
};

/* Sets the rates an engine begins with. */
void sampling_rates(struct sampling *sampling);
/* A new description: nothing to compare with, so the next sample is sent at once. */
void sampling_reset(struct sampling *sampling, const struct machine *machine);
void sampling_free(struct sampling *sampling);
bool sampling_active(const struct sampling *sampling, uint64_t now);
uint64_t sampling_period_ns(const struct sampling *sampling, uint64_t now);
/* Takes one sample, and sends it or holds it back. */
void sample_take(struct helper *helper);
/* Sends what is held back (before a hello changes the layout). */
void sample_flush(struct helper *helper);
#endif
