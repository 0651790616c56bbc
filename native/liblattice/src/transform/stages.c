/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/base.h"
#include "transform/roots.h"
#include "transform/stages.h"

bool is_smooth(size_t size)
{
	for (size_t prime = 2; prime <= 5; prime++)
		while (size > 1 && size % prime == 0)
			size /= prime;
	return size == 1;
}

size_t next_smooth(size_t size)
{
	size += size % 2;
	while (!is_smooth(size))
		size += 2;
	return size;
}

/* Radix 8 does most work between a load and a store, but has the most values to hold: it is for the last stage, whose twiddles are all 1. */
static void factorize(struct stages *stages)
{
	size_t rest = stages->size;
	unsigned last = 0;
	if (rest % 8 == 0) {
		last = 8;
		rest /= 8;
	}
	static const unsigned char radices[] = { 5, 3, 4, 2 };
	for (size_t i = 0; i < sizeof radices; i++)
		while (rest % radices[i] == 0 && rest > 1) {
			stages->radix[stages->count++] = radices[i];
			rest /= radices[i];
		}
	if (last)
		stages->radix[stages->count++] = (unsigned char)last;
}

bool stages_begin(struct stages *stages, size_t size, bool single)
{
	*stages = (struct stages){ .size = size };
	factorize(stages);
	size_t block = size;
	for (unsigned s = 0; s + 1 < stages->count; s++) {
		size_t radix = stages->radix[s], q = block / radix;
		size_t values = 2 * (radix - 1) * q;
		void *table = lines_of(values, single ? sizeof(float) : sizeof(double));
		if (table == NULL) {
			stages_end(stages);
			return false;
		}
		stages->twiddles[s] = table;
		for (size_t j = 0, at = 0; j < q; j++)
			for (size_t i = 1; i < radix; i++, at += 2) {
				struct root w = root_of(i * j, block);
				if (single) {
					((float *)table)[at] = (float)w.re;
					((float *)table)[at + 1] = (float)w.im;
				} else {
					((double *)table)[at] = w.re;
					((double *)table)[at + 1] = w.im;
				}
			}
		block = q;
	}
	return true;
}

void stages_end(struct stages *stages)
{
	for (unsigned s = 0; s < most_stages; s++)
		free(stages->twiddles[s]);
	*stages = (struct stages){ .size = 0 };
}

size_t place_of(const struct stages *stages, size_t k)
{
	size_t place = 0, block = stages->size;
	for (unsigned s = 0; s < stages->count; s++) {
		block /= stages->radix[s];
		place += k % stages->radix[s] * block;
		k /= stages->radix[s];
	}
	return place;
}
