/* SPDX-License-Identifier: MIT */
/* Allocation that ends the program when memory runs out (systemd then restores the baseline). */
#ifndef LATTICE_MEMORY_H
#define LATTICE_MEMORY_H
#include <stddef.h>

/* Zeroed. */
void *must_alloc(size_t size);
char *must_strdup(const char *text);
/* Makes room for one more item by doubling. */
void *grow(void *array, unsigned used, unsigned *room, size_t item);
#endif
