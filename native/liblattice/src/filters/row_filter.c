/* SPDX-License-Identifier: MIT */
/*
 * How a row is filtered by a gain G that is real and even, as R is.
 *
 * 1. A row of an even smooth length is transformed as it is. Any other is filled up with zeros to an even smooth length of at least 2n - 1, and G is the
 *    transform of the filter's kernel, laid around that longer circle: what wraps around meets the zeros only.
 * 2. The `size` real samples are transformed as half = size/2 complex ones z[j] = x[2j] + i x[2j+1]. With E and O the transforms of even and odd samples,
 *    Z[k] = E + i O, Z*[half-k] = E - i O, and the transform of x is X[k] = E + W O, X[k+half] = E - W O, W = e^(-i t), t = 2 pi k/size.
 * 3. With a and b half of the sum and of the difference of G[k] and G[half-k] (which is G[k+half]), the filtered Z is
 *      Z'[k] = (a - b sin t) Z[k] + i b cos t Z*[half-k],  Z'[half-k] = (a + b sin t) Z[half-k] + i b cos t Z*[k].
 *    So three numbers a pair of bins do what untangling, filtering and tangling again would do.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "filters/row_filter.h"
#include "transform/fft.h"
#include "transform/roots.h"

/* A tile should stay in the second cache. Vectors of 64 bytes pay only in the first: beyond it half as wide ones took two thirds of the time. */
static const size_t far_bytes = 512 * 1024, near_bytes = 32 * 1024, widest_vector = 64;
/* Places of bins have 32 bits. */
static const size_t longest = (size_t)1 << 29;

/* The gains of bins 0 to size/2 of rows that are filled up. `gains` has size/2 + 1 values and holds those of the row's own bins. */
static int lay_around(double *gains, size_t length, size_t size)
{
	int fault = LATTICE_MEMORY;
	struct fft own = { .size = 0 }, longer = { .size = 0 };
	double *series = NULL, *buffer = NULL;
	if (!fft_begin(&own, length) || !fft_begin(&longer, size))
		goto end;
	size_t room = fft_room(&own) > fft_room(&longer) ? fft_room(&own) : fft_room(&longer);
	series = lines_of(size, sizeof *series);
	buffer = lines_of(2 * room, sizeof *buffer);
	if (series == NULL || buffer == NULL)
		goto end;
	for (size_t k = 0; k < length; k++)
		series[k] = gains[k < length - k ? k : length - k] / (double)length;
	/* The kernel r[d] = 1/n sum R[k] cos(2 pi k d/n): the transform of an even series is real, and the same forward and back. */
	fft_real(&own, series, NULL, gains, buffer);
	memset(series, 0, size * sizeof *series);
	for (size_t d = 0; d < length; d++) {
		double r = gains[d < length - d ? d : length - d];
		series[d] = r;
		if (d > 0)
			series[size - d] = r;
	}
	fft_real(&longer, series, NULL, gains, buffer);
	fault = LATTICE_OK;
end:
	fft_end(&own);
	fft_end(&longer);
	free(series);
	free(buffer);
	return fault;
}

static int by_place(const void *a, const void *b)
{
	uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
	return (one > other) - (one < other);
}

static void put(void *table, size_t i, double value, bool single)
{
	if (single)
		((float *)table)[i] = (float)value;
	else
		((double *)table)[i] = value;
}

/* `gains` of bins 0 to half; the scale of the transforms is in them. */
static bool weights_begin(struct row_filter *filter, const double *gains, bool single)
{
	size_t half = filter->stages.size, even = half % 2 == 0;
	filter->pair_count = (half - 1) / 2;
	/* Bins by the place of the lower one: then one of both is read in order. */
	uint32_t(*order)[2] = lines_of(filter->pair_count, sizeof *order);
	filter->pairs = lines_of(2 * filter->pair_count, sizeof *filter->pairs);
	filter->gains = lines_of(2 + even + 3 * filter->pair_count, single ? sizeof(float) : sizeof(double));
	if (order == NULL || filter->pairs == NULL || filter->gains == NULL) {
		free(order);
		return false;
	}
	for (size_t k = 1; k <= filter->pair_count; k++) {
		order[k - 1][0] = (uint32_t)place_of(&filter->stages, k);
		order[k - 1][1] = (uint32_t)k;
	}
	qsort(order, filter->pair_count, sizeof *order, by_place);
	double scale = 1 / (double)half;
	put(filter->gains, 0, scale * ((gains[0] + gains[half]) / 2), single);
	put(filter->gains, 1, scale * ((gains[0] - gains[half]) / 2), single);
	if (even)
		put(filter->gains, 2, scale * gains[half / 2], single);
	for (size_t p = 0; p < filter->pair_count; p++) {
		size_t k = order[p][1], at = 2 + even + 3 * p;
		struct root w = root_of(k, 2 * half);
		double a = scale * ((gains[k] + gains[half - k]) / 2), b = scale * ((gains[k] - gains[half - k]) / 2);
		filter->pairs[2 * p] = order[p][0];
		filter->pairs[2 * p + 1] = (uint32_t)place_of(&filter->stages, half - k);
		put(filter->gains, at, a + b * w.im, single);
		put(filter->gains, at + 1, a - b * w.im, single);
		put(filter->gains, at + 2, b * w.re, single);
	}
	free(order);
	return true;
}

int row_filter_begin(struct row_filter *filter, size_t length, int reading, double lambda, bool single)
{
	*filter = (struct row_filter){ .length = length };
	if (length > longest)
		return LATTICE_TOO_LARGE;
	bool as_it_is = length % 2 == 0 && is_smooth(length);
	filter->size = as_it_is ? length : next_smooth(2 * length - 1);
	double *gains = lines_of(filter->size / 2 + 1, sizeof *gains);
	if (gains == NULL)
		return LATTICE_MEMORY;
	for (size_t k = 0; k <= length / 2; k++)
		gains[k] = lattice_gain(reading, (double)k / (double)length, lambda);
	int fault = as_it_is ? LATTICE_OK : lay_around(gains, length, filter->size);
	if (fault == LATTICE_OK && (!stages_begin(&filter->stages, filter->size / 2, single) || !weights_begin(filter, gains, single)))
		fault = LATTICE_MEMORY;
	free(gains);
	if (fault != LATTICE_OK)
		row_filter_end(filter);
	return fault;
}

void row_filter_end(struct row_filter *filter)
{
	stages_end(&filter->stages);
	free(filter->pairs);
	free(filter->gains);
	filter->pairs = NULL;
	filter->gains = NULL;
}

int row_filter_run(const struct row_filter *filter, void *out, const void *in, size_t rows, bool single)
{
	size_t value = single ? sizeof(float) : sizeof(double);
	struct lanes_list list = lanes_here(single);
	void *tile = NULL;
	size_t done = 0;
	for (unsigned i = 0; list.at[i] != NULL; i++) {
		size_t lanes = list.at[i]->lanes;
		size_t most = lanes * value < widest_vector ? far_bytes : near_bytes;
		bool fits = list.at[i + 1] == NULL || lanes * filter->size * value <= most;
		if (!fits || rows - done < lanes)
			continue;
		if (tile == NULL && (tile = lines_of(lanes * filter->size, value)) == NULL)
			return LATTICE_MEMORY;
		for (; rows - done >= lanes; done += lanes) {
			size_t at = done * filter->length * value;
			list.at[i]->filter(filter, (char *)out + at, (const char *)in + at, tile);
		}
	}
	free(tile);
	return LATTICE_OK;
}
