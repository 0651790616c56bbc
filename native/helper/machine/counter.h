/* SPDX-License-Identifier: MIT */
/* A kernel counter made monotone: it never decreases, whatever the kernel does with it. */
#ifndef LATTICE_COUNTER_H
#define LATTICE_COUNTER_H
#include <stdbool.h>
#include <stdint.h>

struct counter {
	double total;
	uint64_t last;
	bool primed, carried;
};

/* Takes the kernel's value and returns the total. range: where the kernel's counter wraps, 0 when it does not. */
double counter_push(struct counter *counter, uint64_t raw, uint64_t range);
#endif
