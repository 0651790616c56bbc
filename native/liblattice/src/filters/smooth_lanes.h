/* SPDX-License-Identifier: MIT */
/* The steps of the smoothing for `smooth_chunks` parts of the series side by side; compiled for each width of vectors, with the same results. */
#ifndef SMOOTH_LANES_H
#define SMOOTH_LANES_H

#include <stddef.h>

enum { smooth_chunks = 32 };

struct smooth_lanes {
	/* Loads `samples` of each chunk, `stride` values from chunk to chunk, and filters them forward in place. */
	void (*forward)(double *tile, const double *y, size_t stride, size_t samples, double alpha, double state[smooth_chunks]);
	/* The state after `samples` filtered backward from the last one on, which stay as they are. */
	void (*look_ahead)(const double *tile, size_t samples, double alpha, double state[smooth_chunks]);
	/* Filters backward in place. */
	void (*backward)(double *tile, size_t samples, double alpha, double state[smooth_chunks]);
	void (*store)(double *out, size_t stride, const double *tile, size_t samples);
};

const struct smooth_lanes *smooth_lanes_here(void);

#endif
