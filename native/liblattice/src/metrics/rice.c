/* SPDX-License-Identifier: MIT */
#include "metrics/rice.h"

static const size_t memory = 64;
static const double longest = 32;

/* The best parameter for numbers >= 0 of mean m that are geometrically distributed (Kiely 2004). */
static double parameter(double m)
{
	return m > 0 ? fmax(0, ceil(log2(log(LATTICE_PHI) / log1p(1 / m)))) : 0;
}

double rice_cost(struct rice *rice, double e)
{
	/* Zigzag: 0, -1, 1, -2, 2 ... become 0, 1, 2, 3, 4 ... */
	double u = e >= 0 ? 2 * e : -2 * e - 1;
	double k = parameter(rice->mean);
	double ones = floor(u / exp2(k));
	if (rice->count < memory)
		rice->count++;
	rice->mean += (u - rice->mean) / (double)rice->count;
	return ones < longest ? ones + 1 + k : 2 * longest;
}

int lattice_rice_bits(double *out, const double *x, size_t n)
{
	if (out == NULL)
		return LATTICE_INVALID;
	*out = NAN;
	int fault = array_fault(x, n, sizeof *x);
	if (fault != LATTICE_OK)
		return fault;
	struct rice rice = { 0, 0 };
	double bits = 0;
	for (size_t i = 0; i < n; i++) {
		if (!usable(x[i]))
			return LATTICE_UNKNOWN;
		if (x[i] != floor(x[i]))
			return LATTICE_INVALID;
		bits += rice_cost(&rice, x[i]);
	}
	if (n == 0)
		return LATTICE_UNKNOWN;
	*out = bits / (double)n;
	return LATTICE_OK;
}
