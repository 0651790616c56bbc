/* SPDX-License-Identifier: MIT */
/* The time grids of samples and of the busy ladder: when the next of each is due. */
#ifndef LATTICE_GRID_H
#define LATTICE_GRID_H
#include <stdint.h>

struct helper;

/* Puts the next sample at this time, and those after it on its grid. */
void sample_due(struct helper *helper, uint64_t at);
void sample_run(struct helper *helper, uint64_t now);
void ladder_run(struct helper *helper, uint64_t now);
#endif
