/* SPDX-License-Identifier: MIT */
/* A region as Fibonacci buddies (Cranston and Thomas, 1975: two bits a block find its buddy). A block costs O(log of its region). */
#ifndef BUDDY_H
#define BUDDY_H

#include <stdbool.h>
#include <stddef.h>

#include "arena/arena.h"

/* Bytes of tables. */
size_t buddy_tables(size_t region_size);
void buddy_begin(struct region *region);
/* NULL where the region has no such block. `start` and `given` tell the whole block, which is larger than asked for where it is aligned within. */
char *buddy_take(struct region *region, size_t size, size_t alignment, char **start, size_t *given);
int buddy_find(const struct region *region, const char *block, struct found *found);
void buddy_give(struct region *region, char *block, char *start);
/* Calls for each stretch that is free, in order. */
void buddy_each_free(struct region *region, void (*each)(struct region *, size_t from, size_t to, void *), void *context);

#endif
