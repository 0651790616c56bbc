/* SPDX-License-Identifier: MIT */
/* Which region an address is in: a hash table of huge pages, open addressing, O(1). */
#ifndef DIRECTORY_H
#define DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct region;

struct directory {
	/* `capacity` is a power of two, or 0; a key of 0 is free. */
	struct place {
		uintptr_t key;
		struct region *region;
	} *places;
	size_t capacity, used;
};

/* Makes room for so many huge pages more; false where there is no memory. */
bool directory_room(struct directory *directory, size_t more);
/* Puts in the huge page of an address. There is room. */
void directory_add(struct directory *directory, const void *at, struct region *region);
void directory_remove(struct directory *directory, const void *at);
/* NULL where no region has the address' huge page. */
struct region *directory_find(const struct directory *directory, const void *at);
void directory_end(struct directory *directory);

#endif
