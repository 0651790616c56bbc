/* SPDX-License-Identifier: MIT */
/*
 * The arithmetic of the transforms, side by side for as many rows as a vector has lanes. lanes.c is compiled once for each width and type: each lane
 * does the same operations in the same order at every width, so that all give the same to the bit.
 */
#ifndef LANES_H
#define LANES_H

#include "transform/stages.h"

/* Filters real rows of `size` = 2 half values by real gains, as `half` complex ones: even samples are real parts, odd ones imaginary. */
struct row_filter {
	/* Samples of a row, and what they are filled up to with zeros. */
	size_t length, size;
	/* Of half = size/2. */
	struct stages stages;
	/* Places of bins k and half - k, for each k from 1 up that is below half/2. */
	uint32_t *pairs;
	size_t pair_count;
	/* Of bin 0: u and w; of bin half/2 where there is one: u; of each pair: u, v and w. z' = u z + w i conj(z2), z2' = v z2 + w i conj(z). */
	void *gains;
};

/* One width of a type. `tile` has size * lanes values. */
struct lanes {
	size_t lanes;
	/* Filters so many rows as there are lanes, each `length` values after the one before. A row that has a NaN or infinite value becomes NaN. */
	void (*filter)(const struct row_filter *filter, void *out, const void *in, void *tile);
	/* A complex transform in place, re and im interleaved; only where lanes is 1. */
	void (*forward)(const struct stages *stages, void *values);
	void (*backward)(const struct stages *stages, void *values);
};

/* Widest first, what this processor has; the last is of one lane. Ends with NULL. */
struct lanes_list {
	const struct lanes *at[6];
};
struct lanes_list lanes_here(bool single);

#endif
