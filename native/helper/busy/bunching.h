/* SPDX-License-Identifier: MIT */
/* Bunching (signed coherence) of a stream of busy shares: is this load regular, Poisson or persistent? Streaming, O(1) a sample, no allocation. */
#ifndef LATTICE_BUNCHING_H
#define LATTICE_BUNCHING_H

#include <stdint.h>

#define BUNCHING_WINDOW 96u /* rungs: the forgetting time, and how many are needed before there is a value */

/* Moments with exponential forgetting. All shares are of one rung, 0 to 1. */
struct bunching {
	uint64_t count;    /* rungs since the last init */
	double mean;       /* of the share */
	double variance;   /* E[d^2], d = share - mean */
	double covariance; /* E[d S] */
	double lagged;     /* S, the discounted sum of earlier d */
};

void bunching_init(struct bunching *b);

/* Adds one rung's busy share. A share that is no finite number breaks the chain of lags, so everything starts again. */
void bunching_push(struct bunching *b, double busy_share);

/* -1 regular, 0 Poisson or constant, +1 persistent. NaN before BUNCHING_WINDOW rungs. */
double bunching_value(const struct bunching *b);

#endif
