/* SPDX-License-Identifier: MIT */
/* A kernel counter made monotone: it never decreases, whatever the kernel does with it. */
#ifndef LATTICE_COUNTER_H
#define LATTICE_COUNTER_H
#include <stdbool.h>
#include <stdint.h>

struct counter {
	double total;
	uint64_t last;
	double asleep_ns; /* at that time */
	bool primed, carried;
};

/* Takes the kernel's value and returns the total. range: where the kernel's counter wraps, 0 when it does not; asleep_ns: how long the machine has slept since its
 * boot, which tells a wrap from a reset. */
double counter_push(struct counter *counter, uint64_t raw, uint64_t range, double asleep_ns);
#endif
