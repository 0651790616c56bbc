/* SPDX-License-Identifier: MIT */
#include "arena/idle.h"

#include <sys/mman.h>

#include "arena/buddy.h"
#include "arena/runs.h"
#include "arena/slabs.h"

/* Whole huge pages of a free stretch that somebody had; a part of one would split it. */
static void give_stretch(struct region *region, size_t from, size_t to, void *context)
{
	size_t *returned = context;
	for (size_t i = (from + huge_size - 1) / huge_size; (i + 1) * huge_size <= to; i++) {
		uint64_t bit = 1UL << i % 64;
		if ((region->touched[i / 64] & bit) == 0 || madvise(region->base + i * huge_size, huge_size, MADV_DONTNEED) != 0)
			continue;
		region->touched[i / 64] &= ~bit;
		*returned += huge_size;
	}
}

static size_t give_region(struct region *region, int advice)
{
	size_t returned = 0;
	if (region->division == LATTICE_FIBONACCI)
		buddy_each_free(region, give_stretch, &returned);
	if (region->division == LATTICE_CLASSES) {
		slabs_drop_empty(region);
		runs_each_free(region, give_stretch, &returned);
	}
	/* Kernels before 5.4 know neither advice: pages with blocks just stay. */
	madvise(region->base, region->size, advice);
	return returned;
}

size_t arena_give_back(struct lattice_arena *arena, lattice_idle how)
{
	size_t returned = 0;
	for (int division = 0; division < divisions; division++)
		for (struct region *region = arena->regions[division]; region != NULL; region = region->next)
			returned += give_region(region, how == LATTICE_PAGEOUT ? MADV_PAGEOUT : MADV_COLD);
	regions_end_empty(arena);
	arena->usage.returned += returned;
	return returned;
}
