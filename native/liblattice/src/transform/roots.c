/* SPDX-License-Identifier: MIT */
/* Roots of unity by their Taylor series in the first octant: the C library's sine may differ from one processor to the next in its last bit. */
#include "transform/roots.h"

static const double pi = 3.14159265358979323846;

/* sin x for 0 <= x <= pi/4; the first term left out is below 2^-63. */
static double sine(double x)
{
	double y = x * x, sum = 1;
	for (int i = 16; i >= 2; i -= 2)
		sum = 1 - sum * y / (i * (i + 1));
	return x * sum;
}

static double cosine(double x)
{
	double y = x * x, sum = 1;
	for (int i = 18; i >= 2; i -= 2)
		sum = 1 - sum * y / (i * (i - 1));
	return sum;
}

struct root root_of(size_t k, size_t n)
{
	size_t eighths = 8 * (k % n);
	size_t octant = eighths / n, rest = eighths % n;
	double x = pi / 4 * ((double)(octant % 2 == 0 ? rest : n - rest) / (double)n);
	double c = cosine(x), s = sine(x);
	switch (octant) {
	case 0:
		return (struct root){ c, -s };
	case 1:
		return (struct root){ s, -c };
	case 2:
		return (struct root){ -s, -c };
	case 3:
		return (struct root){ -c, -s };
	case 4:
		return (struct root){ -c, s };
	case 5:
		return (struct root){ -s, c };
	case 6:
		return (struct root){ s, c };
	default:
		return (struct root){ c, s };
	}
}
