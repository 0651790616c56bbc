/* SPDX-License-Identifier: MIT */
/* Metrics of a whole series that are more than the stream's value at its end. */
#include "metrics/moments.h"

/* A series that varies by less than this share of its mean is steady. */
static const double steady = 0.05;
static const size_t fewest_intervals = 8;

/* What all begin with: the result is unknown until it is known. */
static int fault_of(double *out, const double *x, size_t n, size_t fewest)
{
	if (out == NULL)
		return LATTICE_INVALID;
	*out = NAN;
	int fault = array_fault(x, n, sizeof *x);
	if (fault != LATTICE_OK)
		return fault;
	return n < fewest || !all_usable(x, n) ? LATTICE_UNKNOWN : LATTICE_OK;
}

int lattice_coherence(double *out, const double *x, size_t n, double tau, double rate, double floor)
{
	double lambda = lattice_lambda_at(tau, rate);
	int fault = fault_of(out, x, n, 2);
	if (isnan(lambda) || !isfinite(lambda) || !(floor >= 0))
		return LATTICE_INVALID;
	if (fault != LATTICE_OK)
		return fault;
	struct moments moments = lag_moments(x, n, lambda);
	*out = is_constant(&moments, floor) ? 1 : coherence_score(passed_of(&moments, lambda), lambda);
	return LATTICE_OK;
}

int lattice_bunching(double *out, const double *x, size_t n, const lattice_stillness *still, double lambda)
{
	const lattice_stillness any = LATTICE_ANY_SIGNAL;
	if (still == NULL)
		still = &any;
	int fault = fault_of(out, x, n, 2);
	if (!positive(lambda) || !stillness_fits(still))
		return LATTICE_INVALID;
	if (fault != LATTICE_OK)
		return fault;
	struct moments moments = lag_moments(x, n, lambda);
	*out = bunching_of(&moments, lambda, still);
	return LATTICE_OK;
}

/* C of the lengths of runs or of sleeps. */
static int share_of(double *out, const double *lengths, size_t n)
{
	int fault = fault_of(out, lengths, n, fewest_intervals);
	if (fault != LATTICE_OK)
		return fault;
	for (size_t i = 0; i < n; i++)
		if (lengths[i] < 0)
			return LATTICE_UNKNOWN;
	struct moments moments = lag_moments(lengths, n, LATTICE_PHI);
	*out = is_constant(&moments, steady * moments.mean) ? 1 : passed_of(&moments, LATTICE_PHI);
	return LATTICE_OK;
}

int lattice_task_coherence(lattice_task *out, const double *runs, size_t n_runs, const double *sleeps, size_t n_sleeps)
{
	if (out == NULL)
		return LATTICE_INVALID;
	*out = (lattice_task){ NAN, NAN };
	double ran, slept;
	int fault = share_of(&ran, runs, n_runs);
	int other = share_of(&slept, sleeps, n_sleeps);
	if (fault == LATTICE_OK || (fault == LATTICE_UNKNOWN && other != LATTICE_OK))
		fault = other;
	if (fault != LATTICE_OK)
		return fault;
	double share = fmin(ran, slept);
	*out = (lattice_task){ coherence_score(share, LATTICE_PHI), share };
	return LATTICE_OK;
}
