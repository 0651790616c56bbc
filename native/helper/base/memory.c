/* SPDX-License-Identifier: MIT */
/* Failing in the middle of a write would leave the machine half set, so there is no error path: the program ends. */
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *must_alloc(size_t size)
{
	void *memory = calloc(1, size ? size : 1);

	if (!memory) {
		fprintf(stderr, "lattice-helper: out of memory (%zu bytes)\n", size);
		abort();
	}
	return memory;
}

char *must_strdup(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(must_alloc(size), text, size);
}

void *grow(void *array, unsigned used, unsigned *room, size_t item)
{
	if (used < *room)
		return array;
	*room = *room ? *room * 2 : 16;
	array = realloc(array, *room * item);
	if (!array) {
		fprintf(stderr, "lattice-helper: out of memory (%u items of %zu bytes)\n", *room, item);
		abort();
	}
	return array;
}
