/* SPDX-License-Identifier: MIT */
/*
 * What all octaves of the horizon share: the sample and five causal filters of doubling time constants as offsets from the running mean, and the
 * factors of the least-squares fits. src/lattice/metrics/regressors.ts says why.
 */
#ifndef REGRESSORS_H
#define REGRESSORS_H

#include "base/base.h"

enum {
	filters = 5,
	width = filters + 1,
	mean_place = width,
	sample_place = width + 1,
	slot_size = width + 2,
	/* Fits are renewed every so many samples. */
	fit_every = 16,
};

struct regressors {
	double *ring, *factors;
	/* Samples so far. */
	size_t count;
	size_t mask, fits, window;
	double ridge, mean;
	double alphas[filters], states[filters], gram[width * width];
};

/* Remembers more than `longest` samples, a power of two; `ridge` in the unit squared. False where there is no memory. */
bool regressors_begin(struct regressors *regressors, size_t longest, size_t window, double ridge);
void regressors_push(struct regressors *regressors, double x);
void regressors_reset(struct regressors *regressors);
void regressors_end(struct regressors *regressors);

/* The regressors of sample number i, of the newest and the `longest` before it. */
static inline const double *slot_of(const struct regressors *r, size_t i)
{
	return r->ring + slot_size * (i & r->mask);
}

/* The factor of the fit to the first `samples` regressors, a multiple of fit_every. */
static inline double *fit_of(const struct regressors *r, size_t samples)
{
	return r->factors + width * width * (samples / fit_every % r->fits);
}

/* Solves the fit for the right side `r`; w is all 0 where there was no factor. */
void solve_fit(double w[width], const double *factor, const double r[width]);

#endif
