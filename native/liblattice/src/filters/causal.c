/* SPDX-License-Identifier: MIT */
#include "base/base.h"

int lattice_causal(double *out, const double *x, size_t n, double lambda, double *state)
{
	if (state == NULL || !lambda_fits(lambda))
		return LATTICE_INVALID;
	int fault = array_fault(x, n, sizeof *x);
	if (fault == LATTICE_OK && out != NULL)
		fault = array_fault(out, n, sizeof *out);
	if (fault != LATTICE_OK)
		return fault;
	double alpha = lattice_newest_weight(lambda);
	double s = *state;
	for (size_t i = 0; i < n; i++) {
		if (usable(x[i]))
			s = isnan(s) ? x[i] : s + alpha * (x[i] - s);
		if (out != NULL)
			out[i] = s;
	}
	*state = s;
	return LATTICE_OK;
}
