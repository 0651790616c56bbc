/* SPDX-License-Identifier: MIT */
/* Which division would have wasted less on the sizes asked for. */
#ifndef CHOICE_H
#define CHOICE_H

#include <stddef.h>
#include <stdint.h>

struct choice {
	uint64_t requests, bytes, fibonacci_waste, class_waste;
};

/* A request that has no mapping of its own. */
void choice_see(struct choice *choice, size_t size);
/* LATTICE_FIBONACCI or LATTICE_CLASSES. */
int choice_of(const struct choice *choice);

#endif
