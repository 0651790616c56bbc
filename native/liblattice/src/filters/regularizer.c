/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/base.h"
#include "filters/row_filter.h"

struct lattice_regularizer {
	struct row_filter of_double, of_float;
};

int lattice_regularizer_new(lattice_regularizer **plan, size_t length, lattice_reading reading, double lambda)
{
	if (plan == NULL)
		return LATTICE_INVALID;
	*plan = NULL;
	if (length == 0 || !reading_fits(reading) || !lambda_fits(lambda))
		return LATTICE_INVALID;
	lattice_regularizer *made = calloc(1, sizeof *made);
	if (made == NULL)
		return LATTICE_MEMORY;
	int fault = row_filter_begin(&made->of_double, length, reading, lambda, false);
	if (fault == LATTICE_OK)
		fault = row_filter_begin(&made->of_float, length, reading, lambda, true);
	if (fault == LATTICE_OK)
		*plan = made;
	else
		lattice_regularizer_free(made);
	return fault;
}

void lattice_regularizer_free(lattice_regularizer *plan)
{
	if (plan == NULL)
		return;
	row_filter_end(&plan->of_double);
	row_filter_end(&plan->of_float);
	free(plan);
}

static int rows_fault(const void *out, const void *in, size_t length, size_t rows, size_t value)
{
	if (rows > (size_t)PTRDIFF_MAX / value / length)
		return LATTICE_TOO_LARGE;
	int fault = array_fault(out, rows * length, value);
	return fault == LATTICE_OK ? array_fault(in, rows * length, value) : fault;
}

int lattice_regularizer_apply(const lattice_regularizer *plan, double *out, const double *in, size_t rows)
{
	if (plan == NULL)
		return LATTICE_INVALID;
	int fault = rows_fault(out, in, plan->of_double.length, rows, sizeof *out);
	return fault == LATTICE_OK ? row_filter_run(&plan->of_double, out, in, rows, false) : fault;
}

int lattice_regularizer_apply_f32(const lattice_regularizer *plan, float *out, const float *in, size_t rows)
{
	if (plan == NULL)
		return LATTICE_INVALID;
	int fault = rows_fault(out, in, plan->of_float.length, rows, sizeof *out);
	return fault == LATTICE_OK ? row_filter_run(&plan->of_float, out, in, rows, true) : fault;
}

/* Rows of the array in all, and of a plane; of no axes no rows. */
static int shape_of(size_t *rows, size_t *per_plane, const size_t *shape, size_t axes)
{
	if (shape == NULL || axes == 0)
		return LATTICE_INVALID;
	*rows = 1;
	*per_plane = axes > 2 ? shape[axes - 2] : 1;
	for (size_t i = 0; i < axes; i++)
		if (shape[i] == 0)
			return LATTICE_INVALID;
	for (size_t i = 0; i + 1 < axes; i++) {
		if (shape[i] > (size_t)PTRDIFF_MAX / *rows)
			return LATTICE_TOO_LARGE;
		*rows *= shape[i];
	}
	return LATTICE_OK;
}

/* The original's second transform spreads what is not a number over the plane. */
#define SPREAD(real, out, rows, length, per_plane)                                                      \
	for (size_t first = 0; (per_plane) > 1 && first < (rows); first += (per_plane)) {               \
		bool whole = true;                                                                      \
		for (size_t r = 0; r < (per_plane); r++)                                                \
			whole = whole && !isnan((out)[(first + r) * (length)]);                         \
		for (size_t i = 0; !whole && i < (per_plane) * (length); i++)                           \
			(out)[first * (length) + i] = (real)NAN;                                        \
	}

static int regularize(void *out, const void *in, const size_t *shape, size_t axes, lattice_reading reading, double lambda, bool single)
{
	size_t rows, per_plane;
	int fault = shape_of(&rows, &per_plane, shape, axes);
	if (fault != LATTICE_OK)
		return fault;
	if (!reading_fits(reading) || !lambda_fits(lambda))
		return LATTICE_INVALID;
	size_t length = shape[axes - 1];
	fault = rows_fault(out, in, length, rows, single ? sizeof(float) : sizeof(double));
	struct row_filter filter;
	if (fault == LATTICE_OK)
		fault = row_filter_begin(&filter, length, reading, lambda, single);
	if (fault != LATTICE_OK)
		return fault;
	fault = row_filter_run(&filter, out, in, rows, single);
	row_filter_end(&filter);
	if (fault != LATTICE_OK)
		return fault;
	if (single) {
		float *values = out;
		SPREAD(float, values, rows, length, per_plane)
	} else {
		double *values = out;
		SPREAD(double, values, rows, length, per_plane)
	}
	return LATTICE_OK;
}

int lattice_regularize(double *out, const double *in, const size_t *shape, size_t axes, lattice_reading reading, double lambda)
{
	return regularize(out, in, shape, axes, reading, lambda, false);
}

int lattice_regularize_f32(float *out, const float *in, const size_t *shape, size_t axes, lattice_reading reading, double lambda)
{
	return regularize(out, in, shape, axes, reading, lambda, true);
}
