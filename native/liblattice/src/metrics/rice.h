/* SPDX-License-Identifier: MIT */
/* The length of an adaptive Rice code; src/lattice/metrics/rice.ts has the sources. */
#ifndef RICE_H
#define RICE_H

#include "base/base.h"

struct rice {
	size_t count;
	double mean;
};

/* Takes the next whole number; returns the bits that it costs with the parameter learned before it. */
double rice_cost(struct rice *rice, double e);

#endif
