/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base.h"

bool all_usable(const double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!usable(x[i]))
			return false;
	return true;
}

double mean_of(const double *x, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return sum / (double)n;
}

void *lines_of(size_t n, size_t size)
{
	const size_t line = 64;
	if (n > ((size_t)PTRDIFF_MAX - line) / size)
		return NULL;
	size_t bytes = (n * size + line - 1) / line * line;
	return aligned_alloc(line, bytes ? bytes : line);
}
