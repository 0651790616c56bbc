/* SPDX-License-Identifier: MIT */
/*
 * What coherence and bunching are computed from. With d = x - mean, and S the sum of all earlier d discounted by rho a sample, q = E[d S]/E[d^2] and
 * the share of power that the resolvent passes is C = C_w (1 + 2q).
 */
#ifndef MOMENTS_H
#define MOMENTS_H

#include "base/base.h"

struct moments {
	double mean, variance, covariance;
};

/* Of a whole series, taken as periodic. */
struct moments lag_moments(const double *x, size_t n, double lambda);
/* Whether the standard deviation is below `floor`, or so small that it may be rounding alone. */
bool is_constant(const struct moments *moments, double floor);
/* C of a signal that is not constant. */
double passed_of(const struct moments *moments, double lambda);
/* clip((C - C_w)/(1 - C_w), 0, 1). */
double coherence_score(double c, double lambda);
/* B, in [-1, 1]; 0 where there is too little to judge. */
double bunching_of(const struct moments *moments, double lambda, const lattice_stillness *still);
bool stillness_fits(const lattice_stillness *still);

/* Of a stream, with forgetting. */
struct streaming_moments {
	struct moments now;
	size_t window, count;
	double rho, lagged;
};

bool moments_settled(const struct streaming_moments *moments);
void moments_push(struct streaming_moments *moments, double x);

#endif
