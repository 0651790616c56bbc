/* SPDX-License-Identifier: MIT */
/* The causal filter in signed 64-bit integers; src/lattice/filters/fixed-point.ts gives the same to the bit. */
#include "base/base.h"

enum { binary_places = 16 };
static const int64_t limit = 1 << 20;

uint32_t lattice_fixed_weight(double lambda)
{
	double weight = floor(65536 * lattice_newest_weight(lambda) + 0.5);
	return weight >= 1 && weight < 65536 ? (uint32_t)weight : 0;
}

int lattice_fixed(int64_t *out, const int64_t *x, size_t n, uint32_t weight, int64_t *state)
{
	const int64_t one = (int64_t)1 << binary_places;
	if (state == NULL || weight < 1 || weight >= one || *state > limit * one || *state < -limit * one)
		return LATTICE_INVALID;
	int fault = array_fault(x, n, sizeof *x);
	if (fault == LATTICE_OK && out != NULL)
		fault = array_fault(out, n, sizeof *out);
	if (fault != LATTICE_OK)
		return fault;
	for (size_t i = 0; i < n; i++)
		if (x[i] <= -limit || x[i] >= limit)
			return LATTICE_INVALID;
	int64_t s = *state;
	for (size_t i = 0; i < n; i++) {
		/* An arithmetic shift, as all compilers that build this have. */
		s += ((int64_t)weight * (x[i] * one - s) + one / 2) >> binary_places;
		if (out != NULL)
			out[i] = s;
	}
	*state = s;
	return LATTICE_OK;
}
