/* SPDX-License-Identifier: MIT */
/* How a size is rounded: to a size class, to a Fibonacci number of granules, to pages. All O(1). */
#ifndef SIZES_H
#define SIZES_H

#include <stddef.h>
#include <stdint.h>

enum {
	page_size = 4096,
	huge_size = 2 << 20,
	/* The least Fibonacci block: a cache line. */
	granule = 64,
	/* Up to here a class has slabs, above it each block has pages of its own. */
	largest_slab_object = 16 << 10,
	slab_classes = 36,
	/* The 31st number, 1346269 granules, is the largest block: 82 MiB. */
	fibonacci_orders = 30,
};

static inline size_t round_up(size_t size, size_t to)
{
	return (size + to - 1) & ~(to - 1);
}

static inline unsigned log2_of(size_t size)
{
	return 63U - (unsigned)__builtin_clzl(size);
}

/* The class of a size > 0: multiples of 16 up to 128, then (5, 6, 7, 8) 2^k. */
static inline unsigned class_of(size_t size)
{
	if (size <= 128)
		return (unsigned)((size + 15) / 16 - 1);
	unsigned high = log2_of(size - 1);
	return 8 + (high - 7) * 4 + (unsigned)(((size - 1) >> (high - 2)) - 4);
}

static inline size_t class_size(unsigned class)
{
	if (class < 8)
		return ((size_t)class + 1) * 16;
	return ((size_t)(class - 8) % 4 + 5) << ((class - 8) / 4 + 5);
}

/* 1, 1, 2, 3, 5, ...: a number of order k >= 2 is split into those of orders k-1 and k-2. */
extern const uint32_t fibonacci[fibonacci_orders + 1];
/* The lowest order whose number is at least n; n is 1 to the largest number. */
unsigned fibonacci_order(size_t n);

#endif
