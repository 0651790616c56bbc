/* SPDX-License-Identifier: MIT */
/* What every room needs: series, memory, and checks of arguments. */
#ifndef BASE_H
#define BASE_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "lattice.h"

/* False for NaN, infinity and sizes whose squares would overflow: such a sample is missing. */
static inline bool usable(double x)
{
	return fabs(x) <= 1e100;
}

static inline bool positive(double x)
{
	return x > 0 && isfinite(x);
}

static inline bool lambda_fits(double lambda)
{
	return lambda >= 0 && isfinite(lambda);
}

static inline bool reading_fits(lattice_reading reading)
{
	return reading >= LATTICE_CYCLES && reading <= LATTICE_LATTICE;
}

/* An array of `size` bytes an element; of no elements any pointer will do. */
static inline int array_fault(const void *array, size_t n, size_t size)
{
	if (n == 0)
		return LATTICE_OK;
	if (array == NULL)
		return LATTICE_INVALID;
	if ((uintptr_t)array % size != 0)
		return LATTICE_MISALIGNED;
	return n > (size_t)PTRDIFF_MAX / size ? LATTICE_TOO_LARGE : LATTICE_OK;
}

/* Whether no sample is missing. */
bool all_usable(const double *x, size_t n);
/* The arithmetic mean, NaN of no samples. */
double mean_of(const double *x, size_t n);

/* n elements of `size` bytes, on a cache line, for free(); NULL where they do not fit into memory. */
void *lines_of(size_t n, size_t size);

#endif
