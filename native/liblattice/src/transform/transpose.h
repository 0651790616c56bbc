/* SPDX-License-Identifier: MIT */
/* Rows of an array to lanes and back. In the tile LANES values lie side by side for each sample, and `width` values from one sample to the next. */
#ifndef TRANSPOSE_H
#define TRANSPOSE_H

#include <stddef.h>
#include <string.h>

#ifndef __has_builtin
#define __has_builtin(x) 0
#endif

/* Blocks of as many rows as columns, 4 where a row has that many lanes. */
#define BLOCK (LANES < 4 ? LANES : 4)

#if LANES > 1 && __has_builtin(__builtin_shufflevector)
typedef REAL block_row __attribute__((vector_size(BLOCK * sizeof(REAL))));

static inline block_row row_at(const REAL *from)
{
	block_row row;
	memcpy(&row, from, sizeof row);
	return row;
}

static inline void row_to(REAL *to, block_row row)
{
	memcpy(to, &row, sizeof row);
}

static inline void turn_block(REAL *to, size_t to_stride, const REAL *from, size_t from_stride)
{
	block_row a = row_at(from), b = row_at(from + from_stride);
#if BLOCK == 4
	block_row c = row_at(from + 2 * from_stride), d = row_at(from + 3 * from_stride);
	/* The orders that a processor has one instruction for. */
#if SINGLE
	block_row low = __builtin_shufflevector(a, b, 0, 4, 1, 5), low2 = __builtin_shufflevector(c, d, 0, 4, 1, 5);
	block_row high = __builtin_shufflevector(a, b, 2, 6, 3, 7), high2 = __builtin_shufflevector(c, d, 2, 6, 3, 7);
	row_to(to, __builtin_shufflevector(low, low2, 0, 1, 4, 5));
	row_to(to + to_stride, __builtin_shufflevector(low, low2, 2, 3, 6, 7));
	row_to(to + 2 * to_stride, __builtin_shufflevector(high, high2, 0, 1, 4, 5));
	row_to(to + 3 * to_stride, __builtin_shufflevector(high, high2, 2, 3, 6, 7));
#else
	block_row even = __builtin_shufflevector(a, b, 0, 4, 2, 6), even2 = __builtin_shufflevector(c, d, 0, 4, 2, 6);
	block_row odd = __builtin_shufflevector(a, b, 1, 5, 3, 7), odd2 = __builtin_shufflevector(c, d, 1, 5, 3, 7);
	row_to(to, __builtin_shufflevector(even, even2, 0, 1, 4, 5));
	row_to(to + to_stride, __builtin_shufflevector(odd, odd2, 0, 1, 4, 5));
	row_to(to + 2 * to_stride, __builtin_shufflevector(even, even2, 2, 3, 6, 7));
	row_to(to + 3 * to_stride, __builtin_shufflevector(odd, odd2, 2, 3, 6, 7));
#endif
#else
	row_to(to, __builtin_shufflevector(a, b, 0, 2));
	row_to(to + to_stride, __builtin_shufflevector(a, b, 1, 3));
#endif
}
#define TURN_BLOCKS 1
#else
#define TURN_BLOCKS 0
#endif

/* `samples` of each of LANES rows into the tile. */
static void rows_in(REAL *tile, size_t width, const REAL *rows, size_t stride, size_t samples)
{
	size_t done = 0;
#if TURN_BLOCKS
	for (; done + BLOCK <= samples; done += BLOCK)
		for (size_t lane = 0; lane < LANES; lane += BLOCK)
			turn_block(tile + done * width + lane, width, rows + lane * stride + done, stride);
#endif
	for (; done < samples; done++)
		for (size_t lane = 0; lane < LANES; lane++)
			tile[done * width + lane] = rows[lane * stride + done];
}

static void rows_out(REAL *rows, size_t stride, const REAL *tile, size_t width, size_t samples)
{
	size_t done = 0;
#if TURN_BLOCKS
	for (; done + BLOCK <= samples; done += BLOCK)
		for (size_t lane = 0; lane < LANES; lane += BLOCK)
			turn_block(rows + lane * stride + done, stride, tile + done * width + lane, width);
#endif
	for (; done < samples; done++)
		for (size_t lane = 0; lane < LANES; lane++)
			rows[lane * stride + done] = tile[done * width + lane];
}

#endif
