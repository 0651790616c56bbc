/* SPDX-License-Identifier: MIT */
#ifndef ROOTS_H
#define ROOTS_H

#include <stddef.h>

struct root {
	double re, im;
};

/* e^(-2 pi i k/n), the same to the bit on every machine; 0 < n < 2^60. */
struct root root_of(size_t k, size_t n);

#endif
