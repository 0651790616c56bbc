/* SPDX-License-Identifier: MIT */
/* The phi-resolvent R(k) = 1/(1 + lambda k^2) in three readings of k; src/lattice/filters/resolvent.ts and pole.ts have the sources. */
#include "base/base.h"

static const double pi = 3.14159265358979323846;
/* The greatest double below 1. */
static const double below_one = 1 - 0x1p-53;

double lattice_wavenumber(lattice_reading reading, double frequency)
{
	switch (reading) {
	case LATTICE_CYCLES:
		return frequency;
	case LATTICE_RADIAN:
		return 2 * pi * frequency;
	case LATTICE_LATTICE:
		return 2 * sin(pi * frequency);
	default:
		return NAN;
	}
}

double lattice_resolvent(double k, double lambda)
{
	return lambda_fits(lambda) ? 1 / (1 + lambda * k * k) : NAN;
}

double lattice_gain(lattice_reading reading, double frequency, double lambda)
{
	return lattice_resolvent(lattice_wavenumber(reading, frequency), lambda);
}

double lattice_lambda_at(double tau, double rate)
{
	if (!positive(tau) || !positive(rate))
		return NAN;
	double samples = tau * rate;
	return LATTICE_PHI * (samples * samples);
}

/* atan(u)/u, which is 1 at u = 0. */
static double mean_gain(double u)
{
	return u > 0 ? atan(u) / u : 1;
}

/* sqrt(lambda) k at Nyquist. */
static double reach(lattice_reading reading, double lambda)
{
	return sqrt(lambda) * lattice_wavenumber(reading, 0.5);
}

double lattice_white_share(lattice_reading reading, double lambda)
{
	if (!lambda_fits(lambda) || !reading_fits(reading))
		return NAN;
	return reading == LATTICE_LATTICE ? 1 / sqrt(1 + 4 * lambda) : mean_gain(reach(reading, lambda));
}

double lattice_white_gain(lattice_reading reading, double lambda)
{
	if (!lambda_fits(lambda) || !reading_fits(reading))
		return NAN;
	if (reading == LATTICE_LATTICE)
		return sqrt((1 + 2 * lambda) / pow(1 + 4 * lambda, 1.5));
	double u = reach(reading, lambda);
	return sqrt((1 / (1 + u * u) + mean_gain(u)) / 2);
}

double lattice_pole(double lambda)
{
	if (!lambda_fits(lambda))
		return NAN;
	/* (2 lambda + 1 - sqrt(1 + 4 lambda)) / (2 lambda), in the form that loses no digits for small lambda, with 1/alpha and no overflow. */
	double inverse = 0.5 + sqrt(0.25 + lambda);
	return fmin(lambda / (inverse * inverse), below_one);
}

double lattice_newest_weight(double lambda)
{
	return lambda_fits(lambda) ? 1 / (0.5 + sqrt(0.25 + lambda)) : NAN;
}

double lattice_time_constant(double lambda)
{
	/* Near 1 the pole has too few digits left. */
	double alpha = lattice_newest_weight(lambda);
	return -1 / (alpha < 0.5 ? log1p(-alpha) : log(lattice_pole(lambda)));
}

double lattice_fft_frequency(size_t k, size_t n)
{
	if (k >= n)
		return NAN;
	return k < n - k ? (double)k / (double)n : -((double)(n - k) / (double)n);
}
