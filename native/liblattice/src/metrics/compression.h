/* SPDX-License-Identifier: MIT */
/* Bits of the causal filter's residual against bits of the raw series; src/lattice/metrics/compression.ts has the definition. */
#ifndef COMPRESSION_H
#define COMPRESSION_H

#include "metrics/rice.h"

struct compression {
	double quantum, alpha;
	size_t window, count;
	struct rice raw, residual;
	double state;
	/* Mean bits a sample. */
	double raw_bits, residual_bits;
};

void compression_push(struct compression *compression, double x);
/* NaN before two samples. */
double compression_value(const struct compression *compression);

#endif
