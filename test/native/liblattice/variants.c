/* SPDX-License-Identifier: MIT */
/* Every width of vectors that this processor has gives the same to the bit as one lane. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "filters/row_filter.h"
#include "filters/smooth_lanes.h"
#include "lattice.h"

static double dice(void)
{
	static uint64_t state = 88172645463325252ULL;
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (double)(state >> 11) / (double)(1ULL << 53) - 0.5;
}

static void *random_values(size_t n, bool single)
{
	void *values = malloc(n * (single ? sizeof(float) : sizeof(double)));
	for (size_t i = 0; i < n; i++) {
		if (single)
			((float *)values)[i] = (float)dice();
		else
			((double *)values)[i] = dice();
	}
	return values;
}

static void rows_of(size_t length, bool single)
{
	const size_t rows = 16, size = single ? sizeof(float) : sizeof(double);
	struct row_filter filter;
	CHECK(row_filter_begin(&filter, length, LATTICE_CYCLES, LATTICE_PHI, single) == LATTICE_OK);
	void *in = random_values(rows * length, single), *out = malloc(rows * length * size), *first = malloc(rows * length * size);
	void *tile = aligned_alloc(64, (rows * filter.size * size + 63) / 64 * 64);
	struct lanes_list list = lanes_here(single);
	unsigned widths = 0;
	for (; list.at[widths] != NULL; widths++) {
		const struct lanes *lanes = list.at[widths];
		memset(out, 0, rows * length * size);
		for (size_t r = 0; r < rows; r += lanes->lanes)
			lanes->filter(&filter, (char *)out + r * length * size, (char *)in + r * length * size, tile);
		if (widths == 0)
			memcpy(first, out, rows * length * size);
		CHECK(memcmp(out, first, rows * length * size) == 0);
	}
	CHECK(widths >= 2 && list.at[widths - 1]->lanes == 1);
	row_filter_end(&filter);
	free(in);
	free(out);
	free(first);
	free(tile);
}

extern const struct smooth_lanes smooth_lanes_2;
#ifdef __x86_64__
extern const struct smooth_lanes smooth_lanes_4, smooth_lanes_8;
#endif

static void smoothing(const struct smooth_lanes *lanes)
{
	enum { samples = 101, stride = 120, values = smooth_chunks * samples };
	const double alpha = lattice_newest_weight(LATTICE_PHI);
	double *y = random_values(smooth_chunks * stride, false), state[smooth_chunks], expected[smooth_chunks], ahead[smooth_chunks];
	double *tile = aligned_alloc(64, (values * sizeof(double) + 63) / 64 * 64), *plain = malloc(values * sizeof(double)),
	       *out = calloc(smooth_chunks * stride, sizeof(double));
	for (size_t c = 0; c < smooth_chunks; c++)
		state[c] = expected[c] = dice();
	lanes->forward(tile, y, stride, samples, alpha, state);
	for (size_t i = 0; i < samples; i++)
		for (size_t c = 0; c < smooth_chunks; c++)
			plain[i * smooth_chunks + c] = expected[c] += alpha * (y[c * stride + i] - expected[c]);
	CHECK(memcmp(tile, plain, values * sizeof(double)) == 0);
	CHECK(memcmp(state, expected, sizeof state) == 0);
	lanes->look_ahead(tile, 50, alpha, ahead);
	for (size_t c = 0; c < smooth_chunks; c++) {
		double s = plain[49 * smooth_chunks + c];
		for (size_t i = 49; i-- > 0;)
			s += alpha * (plain[i * smooth_chunks + c] - s);
		CHECK(s == ahead[c]);
	}
	lanes->backward(tile, samples, alpha, state);
	lanes->store(out, stride, tile, samples);
	for (size_t i = samples; i-- > 0;)
		for (size_t c = 0; c < smooth_chunks; c++) {
			expected[c] += alpha * (plain[i * smooth_chunks + c] - expected[c]);
			CHECK(out[c * stride + i] == expected[c]);
		}
	free(y);
	free(tile);
	free(plain);
	free(out);
}

int main(void)
{
	static const size_t lengths[] = { 1, 2, 3, 4, 6, 8, 10, 16, 31, 48, 90, 97, 128, 256, 1000, 1009, 1024, 2048, 4096, 6000 };
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		rows_of(lengths[i], true);
		rows_of(lengths[i], false);
	}
	smoothing(&smooth_lanes_2);
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2"))
		smoothing(&smooth_lanes_4);
	if (__builtin_cpu_supports("avx512f"))
		smoothing(&smooth_lanes_8);
#endif
	return check_result();
}
