/* SPDX-License-Identifier: MIT */
/* The lambda that suits a signal's own noise; src/lattice/metrics/field.ts has the model. */
#ifndef FIELD_H
#define FIELD_H

#include "base/base.h"

struct field {
	size_t window;
	/* Samples since the last start. */
	size_t count;
	double previous, step, mean_step, square, product;
};

void field_push(struct field *field, double y);
/* phi while nothing is known. */
double field_value(const struct field *field);

#endif
