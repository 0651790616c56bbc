/* SPDX-License-Identifier: MIT */
/* One width: LANES is 2, 4 or 8 doubles, VARIANT the symbol. */
#include "filters/smooth_lanes.h"

#define SINGLE 0
typedef double REAL;
typedef double vec __attribute__((vector_size(LANES * sizeof(double))));

#include "transform/transpose.h"

enum { vectors = smooth_chunks / LANES };

static void forward(double *tile, const double *y, size_t stride, size_t samples, double alpha, double state[smooth_chunks])
{
	for (size_t v = 0; v < vectors; v++)
		rows_in(tile + v * LANES, smooth_chunks, y + v * LANES * stride, stride, samples);
	vec s[vectors], *x = (vec *)tile;
	memcpy(s, state, sizeof s);
	for (size_t i = 0; i < samples; i++, x += vectors)
#pragma GCC unroll 8
		for (size_t v = 0; v < vectors; v++) {
			s[v] += alpha * (x[v] - s[v]);
			x[v] = s[v];
		}
	memcpy(state, s, sizeof s);
}

static void look_ahead(const double *tile, size_t samples, double alpha, double state[smooth_chunks])
{
	const vec *x = (const vec *)tile + (samples - 1) * vectors;
	vec s[vectors];
	memcpy(s, x, sizeof s);
	for (size_t i = 1; i < samples; i++) {
		x -= vectors;
#pragma GCC unroll 8
		for (size_t v = 0; v < vectors; v++)
			s[v] += alpha * (x[v] - s[v]);
	}
	memcpy(state, s, sizeof s);
}

static void backward(double *tile, size_t samples, double alpha, double state[smooth_chunks])
{
	vec s[vectors], *x = (vec *)tile + samples * vectors;
	memcpy(s, state, sizeof s);
	for (size_t i = 0; i < samples; i++) {
		x -= vectors;
#pragma GCC unroll 8
		for (size_t v = 0; v < vectors; v++) {
			s[v] += alpha * (x[v] - s[v]);
			x[v] = s[v];
		}
	}
	memcpy(state, s, sizeof s);
}

static void store(double *out, size_t stride, const double *tile, size_t samples)
{
	for (size_t v = 0; v < vectors; v++)
		rows_out(out + v * LANES * stride, stride, tile + v * LANES, smooth_chunks, samples);
}

const struct smooth_lanes VARIANT = { forward, look_ahead, backward, store };
