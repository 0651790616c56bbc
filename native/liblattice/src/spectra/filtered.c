/* SPDX-License-Identifier: MIT */
/* What the filter makes of a spectrum. */
#include "base/base.h"

static int fault_of(const double *out, size_t outs, const double *frequency, const double *density, size_t bins, double rate, lattice_reading reading,
	double lambda)
{
	if (!positive(rate) || !reading_fits(reading) || !lambda_fits(lambda))
		return LATTICE_INVALID;
	int fault = array_fault(out, outs, sizeof *out);
	if (fault == LATTICE_OK)
		fault = array_fault(frequency, bins, sizeof *frequency);
	return fault == LATTICE_OK ? array_fault(density, bins, sizeof *density) : fault;
}

int lattice_filtered(double *out, const double *frequency, const double *density, size_t bins, double rate, lattice_reading reading, double lambda)
{
	int fault = fault_of(out, bins, frequency, density, bins, rate, reading, lambda);
	for (size_t k = 0; fault == LATTICE_OK && k < bins; k++) {
		double gain = lattice_gain(reading, frequency[k] / rate, lambda);
		out[k] = density[k] * (gain * gain);
	}
	return fault;
}

int lattice_passed_share(double *out, const double *frequency, const double *density, size_t bins, double rate, lattice_reading reading, double lambda)
{
	int fault = fault_of(out, 1, frequency, density, bins, rate, reading, lambda);
	if (out != NULL)
		*out = NAN;
	if (fault != LATTICE_OK)
		return fault;
	double passed = 0, all = 0;
	for (size_t k = 1; k < bins; k++) {
		passed += density[k] * lattice_gain(reading, frequency[k] / rate, lambda);
		all += density[k];
	}
	*out = passed / all;
	return isnan(*out) ? LATTICE_UNKNOWN : LATTICE_OK;
}
