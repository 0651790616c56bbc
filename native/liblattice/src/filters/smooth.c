/* SPDX-License-Identifier: MIT */
/*
 * The smoothing without a matrix: a causal pole and the same pole backward (src/lattice/filters/smooth.ts). A pole waits for its last result at each
 * sample, so a long series is cut into `smooth_chunks` chunks that go side by side:
 *
 * 1. The filter forgets: after `memory` samples what it began with is below 2^-60. So a chunk's forward filter begins that many samples before it.
 * 2. Blocks of a chunk are filtered forward one ahead. Backward a block begins `memory` samples into the next, so that the series is read and written
 *    only once.
 * 3. Where a chunk ends, the next one's first `memory` forward results, which were kept, take the place of the next block. The last chunk ends where the
 *    series ends, exactly: z = f there.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "filters/smooth_lanes.h"

enum { block = 256, longest_memory = 192 };

extern const struct smooth_lanes smooth_lanes_2, smooth_lanes_4, smooth_lanes_8;

const struct smooth_lanes *smooth_lanes_here(void)
{
#ifdef __x86_64__
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx512f"))
		return &smooth_lanes_8;
	if (__builtin_cpu_supports("avx2"))
		return &smooth_lanes_4;
#endif
	return &smooth_lanes_2;
}

/*
 * The state before the first sample, which the mirror image of the series would have left: sum rho^j y / sum rho^j over one period. The greatest lambda
 * gives the mean. The first weight only keeps the sum from overflowing.
 */
static double mirrored_start(const double *y, size_t n, double lambda)
{
	const double rho = lattice_pole(lambda), first = 0.5 / (double)n, negligible = 0x1p-60 * first;
	double sum = 0, weights = 0;
	size_t j = 0;
	for (double weight = first; j < 2 * n && weight > negligible; j++, weight *= rho) {
		weights += weight;
		sum += weight * y[j < n ? j : 2 * n - 1 - j];
	}
	return sum / weights;
}

/* Whatever is no number stays in the forward filter's state, but not each result has to meet it. */
static void spoil_unless(bool sound, double *out, size_t n)
{
	for (size_t i = 0; !sound && i < n; i++)
		out[i] = NAN;
}

static double forward(double *out, const double *y, size_t n, double alpha, double state)
{
	for (size_t i = 0; i < n; i++) {
		state += alpha * (y[i] - state);
		out[i] = state;
	}
	return state;
}

static double backward(double *z, size_t n, double alpha, double state)
{
	for (size_t i = n; i-- > 0;) {
		state += alpha * (z[i] - state);
		z[i] = state;
	}
	return state;
}

static void in_one_piece(double *out, const double *y, size_t n, double alpha, double lambda)
{
	double last = forward(out, y, n, alpha, mirrored_start(y, n, lambda));
	backward(out, n - 1, alpha, last);
	spoil_unless(isfinite(last), out, n);
}

/* The state from which the backward filter of each chunk begins at its end. The samples after the last whole chunk are finished here. */
static void chunk_ends(double ends[smooth_chunks], const double *heads, size_t memory, double *rest, const double *rest_in, size_t rest_size, double alpha,
	double newest)
{
	for (size_t c = 0; c + 1 < smooth_chunks; c++) {
		ends[c] = heads[(memory - 1) * smooth_chunks + c + 1];
		for (size_t i = memory - 1; i-- > 0;)
			ends[c] += alpha * (heads[i * smooth_chunks + c + 1] - ends[c]);
	}
	newest = forward(rest, rest_in, rest_size, alpha, newest);
	ends[smooth_chunks - 1] = rest_size > 0 ? backward(rest, rest_size - 1, alpha, newest) : newest;
}

/* tiles: two of 2 * block samples, and the heads of `memory` samples. */
static void in_chunks(double *out, const double *y, size_t n, double alpha, double lambda, size_t memory, double *tiles)
{
	const struct smooth_lanes *lanes = smooth_lanes_here();
	const size_t size = n / smooth_chunks, blocks = size / block;
	double *now = tiles, *next = tiles + 2 * block * smooth_chunks, *heads = tiles + 4 * block * smooth_chunks;
	double state[smooth_chunks];
	state[0] = mirrored_start(y, n, lambda);
	for (size_t c = 1; c < smooth_chunks; c++) {
		const double *from = y + c * size - memory;
		state[c] = from[0];
		for (size_t i = 0; i < memory; i++)
			state[c] += alpha * (from[i] - state[c]);
	}
	lanes->forward(next, y, size, block, alpha, state);
	memcpy(heads, next, memory * smooth_chunks * sizeof(double));
	for (size_t b = 0; b < blocks; b++) {
		/* The last block takes what is over. */
		size_t samples = b + 1 < blocks ? block : block + size % block;
		size_t at = b * block;
		double *filled = next;
		double ends[smooth_chunks];
		next = now;
		now = filled;
		if (b + 1 < blocks) {
			size_t ahead = b + 2 < blocks ? block : block + size % block;
			lanes->forward(next, y + at + block, size, ahead, alpha, state);
			lanes->look_ahead(next, memory, alpha, ends);
		} else {
			size_t whole = smooth_chunks * size;
			chunk_ends(ends, heads, memory, out + whole, y + whole, n - whole, alpha, state[smooth_chunks - 1]);
		}
		lanes->backward(now, samples, alpha, ends);
		lanes->store(out + at, size, now, samples);
	}
	bool sound = isfinite(out[n - 1]);
	for (size_t c = 0; c < smooth_chunks; c++)
		sound &= isfinite(state[c]) != 0;
	spoil_unless(sound, out, n);
}

int lattice_smooth(double *out, const double *y, size_t n, double lambda)
{
	int fault = lambda_fits(lambda) ? array_fault(out, n, sizeof *out) : LATTICE_INVALID;
	if (fault == LATTICE_OK)
		fault = array_fault(y, n, sizeof *y);
	if (fault != LATTICE_OK || n == 0)
		return fault;
	double alpha = lattice_newest_weight(lambda);
	double memory = lambda > 0 ? ceil(60 * log(2) * lattice_time_constant(lambda)) + 1 : 2;
	if (memory > longest_memory || n < (size_t)smooth_chunks * 2 * block) {
		in_one_piece(out, y, n, alpha, lambda);
		return LATTICE_OK;
	}
	double *tiles = lines_of((4 * block + longest_memory) * smooth_chunks, sizeof *tiles);
	if (tiles == NULL)
		return LATTICE_MEMORY;
	in_chunks(out, y, n, alpha, lambda, (size_t)memory, tiles);
	free(tiles);
	return LATTICE_OK;
}
