/* SPDX-License-Identifier: MIT */
#include "metrics/moments.h"

struct moments lag_moments(const double *x, size_t n, double lambda)
{
	double rho = lattice_pole(lambda);
	double mean = mean_of(x, n);
	double lagged = 0;
	for (size_t i = 0; i < n; i++)
		lagged = rho * (lagged + x[i] - mean);
	/* one period from 0 lacks all periods before it, which add the same sum times rho^n, rho^2n, ... */
	lagged /= 1 - pow(rho, (double)n);
	double variance = 0, covariance = 0;
	for (size_t i = 0; i < n; i++) {
		double d = x[i] - mean;
		variance += d * d;
		covariance += d * lagged;
		lagged = rho * (lagged + d);
	}
	return (struct moments){ mean, variance / (double)n, covariance / (double)n };
}

bool is_constant(const struct moments *moments, double floor)
{
	double least = fmax(floor, fabs(moments->mean) * 0x1p-40);
	return !(moments->variance > 0 && moments->variance >= least * least);
}

double passed_of(const struct moments *moments, double lambda)
{
	return lattice_white_share(LATTICE_LATTICE, lambda) * (1 + 2 * moments->covariance / moments->variance);
}

double coherence_score(double c, double lambda)
{
	double white = lattice_white_share(LATTICE_LATTICE, lambda);
	return fmin(1, fmax(0, (c - white) / (1 - white)));
}

double bunching_of(const struct moments *moments, double lambda, const lattice_stillness *still)
{
	/* An edge of NaN compares as false. */
	if (moments->mean < still->edge || moments->mean > 1 - still->edge || is_constant(moments, still->floor))
		return 0;
	double white = lattice_white_share(LATTICE_LATTICE, lambda);
	double c = passed_of(moments, lambda);
	double score = c >= white ? (c - white) / (1 - white) : (c - white) / (white - white * white);
	return fmin(1, fmax(-1, score));
}

bool stillness_fits(const lattice_stillness *still)
{
	return still->floor >= 0 && (isnan(still->edge) || (still->edge >= 0 && still->edge <= 0.5));
}

bool moments_settled(const struct streaming_moments *moments)
{
	return moments->count >= moments->window;
}

void moments_push(struct streaming_moments *m, double x)
{
	if (!usable(x)) {
		*m = (struct streaming_moments){ .window = m->window, .rho = m->rho };
		return;
	}
	if (m->count < m->window)
		m->count++;
	double weight = 1 / (double)m->count;
	m->now.mean += weight * (x - m->now.mean);
	double d = x - m->now.mean;
	m->now.covariance += (d * m->lagged - m->now.covariance) / (double)m->window;
	m->now.variance += weight * (d * d - m->now.variance);
	m->lagged = m->rho * (m->lagged + d);
}
