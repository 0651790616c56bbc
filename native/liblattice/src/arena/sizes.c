/* SPDX-License-Identifier: MIT */
#include "arena/sizes.h"

const uint32_t fibonacci[fibonacci_orders + 1] = {
	1,     1,     2,     3,     5,     8,      13,     21,     34,     55,     89,    144,   233,   377,    610,    987,
	1597,  2584,  4181,  6765,  10946, 17711,  28657,  46368,  75025,  121393, 196418, 317811, 514229, 832040, 1346269,
};

unsigned fibonacci_order(size_t n)
{
	/* The lowest order of each power of two; one doubling has 1.44 orders, so at most two steps are left. */
	static const uint8_t from[] = { 0, 2, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17, 18, 20, 21, 23, 24, 26, 27, 29, 30 };
	unsigned order = from[log2_of(n)];
	while (fibonacci[order] < n)
		order++;
	return order;
}
