/* SPDX-License-Identifier: MIT */
/*
 * A Fourier transform in stages: a block of N = r q values becomes r blocks of q by q butterflies of radix r, whose outputs are turned by twiddles.
 * Forward (decimation in frequency) the result lies in digit-reversed order; backward (decimation in time) it is read in that order. A filter
 * multiplies between the two and needs no reordering.
 */
#ifndef STAGES_H
#define STAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { most_stages = 40 };

struct stages {
	size_t size;
	unsigned count;
	unsigned char radix[most_stages];
	/* Of each stage but the last: for each of its q butterflies the radix - 1 twiddles, re and im, as double or float. */
	void *twiddles[most_stages];
};

/* Whether a size has no other factors than 2, 3 and 5. */
bool is_smooth(size_t size);
/* The least even smooth size of at least `size`. */
size_t next_smooth(size_t size);
/* `size` is smooth, at least 1, below 2^32. False where there is no memory. */
bool stages_begin(struct stages *stages, size_t size, bool single);
void stages_end(struct stages *stages);
/* Where bin k lies after a forward transform. */
size_t place_of(const struct stages *stages, size_t k);

#endif
