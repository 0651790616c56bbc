/* SPDX-License-Identifier: MIT */
/* Regions by size classes: slabs of small objects, runs of pages of larger ones. */
#ifndef SLABS_H
#define SLABS_H

#include "arena/arena.h"

/* From a slab of the arena that has room, wherever it is; NULL where there is none. */
char *slab_object(struct lattice_arena *arena, size_t size, size_t alignment, struct region **region, size_t *given);
/* From pages of the region: a new slab's first object, or a run. NULL where it has no room. */
char *slab_or_run(struct region *region, size_t size, size_t alignment, size_t *given);
int slab_find(const struct region *region, const char *block, struct found *found);
void slab_give(struct region *region, char *block);
/* Gives the pages of slabs without an object back to the region. */
void slabs_drop_empty(struct region *region);

#endif
