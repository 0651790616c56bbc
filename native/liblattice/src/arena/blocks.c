/* SPDX-License-Identifier: MIT */
/*
 * Where a block comes from:
 *
 * 1. One that is above a quarter of a region, or aligned to more than a region is, has a mapping of its own.
 * 2. A slab that has room, else a region of the division that wastes less, else a region of the other.
 * 3. A new region of the division that wastes less, smaller where limit or kernel leave no more.
 */
#include "arena/arena.h"
#include "arena/buddy.h"
#include "arena/slabs.h"

/* Bytes that may still be mapped. Where that is less than is wanted, the region that is kept without a block goes. */
static size_t room_left(struct lattice_arena *arena, size_t wanted)
{
	if (arena->options.limit == 0)
		return SIZE_MAX;
	if (wanted > arena->options.limit - arena->usage.mapped)
		regions_end_empty(arena);
	return arena->options.limit - arena->usage.mapped;
}

static void note(struct lattice_arena *arena, size_t size, size_t given)
{
	arena->usage.blocks++;
	arena->usage.asked += size;
	arena->usage.given += given;
}

static int take_alone(struct lattice_arena *arena, size_t size, size_t alignment, void **block)
{
	size_t bytes = round_up(size, page_size);
	if (bytes > room_left(arena, bytes))
		return LATTICE_EXHAUSTED;
	struct region *region = region_new(arena, alone, bytes, alignment > huge_size ? alignment : huge_size);
	if (region == NULL)
		return LATTICE_MEMORY;
	region_took(region, region->base, bytes);
	note(arena, size, bytes);
	*block = region->base;
	return LATTICE_OK;
}

/* Whether all of a block lies in huge pages that nobody had. */
static bool is_fresh(const struct region *region, const char *start, size_t size)
{
	size_t from = (size_t)(start - region->base) / huge_size, to = (size_t)(start + size - 1 - region->base) / huge_size;
	for (size_t i = from; i <= to; i++)
		if ((region->touched[i / 64] >> i % 64 & 1) != 0)
			return false;
	return true;
}

struct request {
	size_t size, alignment;
	char *block, *start;
	size_t given;
};

static bool take_from(struct region *region, struct request *r)
{
	if (region->division == LATTICE_FIBONACCI)
		r->block = buddy_take(region, r->size, r->alignment, &r->start, &r->given);
	else
		r->block = r->start = slab_or_run(region, r->size, r->alignment, &r->given);
	return r->block != NULL;
}

/* The region of a division that the block came from, NULL where none has room. */
static struct region *take_divided(struct lattice_arena *arena, int division, struct request *r)
{
	struct region *region = NULL;
	if (division == LATTICE_CLASSES) {
		r->block = r->start = slab_object(arena, r->size, r->alignment, &region, &r->given);
		if (r->block != NULL)
			return region;
	}
	for (region = arena->regions[division]; region != NULL; region = region->next)
		if (take_from(region, r)) {
			region_to_front(region);
			return region;
		}
	return NULL;
}

/* NULL where limit or kernel leave no room. `*code` says which. */
static struct region *take_new(struct lattice_arena *arena, int division, struct request *r, int *code)
{
	size_t left = room_left(arena, arena->options.region) / huge_size * huge_size,
	       size = arena->options.region < left ? arena->options.region : left;
	*code = size < arena->options.region ? LATTICE_EXHAUSTED : LATTICE_MEMORY;
	for (; size >= huge_size; size = size / 2 / huge_size * huge_size) {
		struct region *region = region_new(arena, division, size, huge_size);
		if (region == NULL)
			continue;
		if (take_from(region, r))
			return region;
		region_end(region);
		return NULL;
	}
	return NULL;
}

int block_take(struct lattice_arena *arena, size_t size, size_t alignment, void **block, bool *zero)
{
	*zero = true;
	if (alignment > huge_size || size + alignment > arena->options.region / 4)
		return take_alone(arena, size, alignment, block);
	choice_see(&arena->choice, size);
	int division = arena->options.division != LATTICE_ADAPTIVE ? arena->options.division : choice_of(&arena->choice);
	struct request r = { .size = size, .alignment = alignment };
	struct region *region = take_divided(arena, division, &r);
	if (region == NULL && arena->options.division == LATTICE_ADAPTIVE)
		region = take_divided(arena, LATTICE_FIBONACCI + LATTICE_CLASSES - division, &r);
	if (region == NULL) {
		int code;
		region = take_new(arena, division, &r, &code);
		/* What a small region has no room for, its pages alone may have. */
		if (region == NULL)
			return code == LATTICE_EXHAUSTED ? take_alone(arena, size, alignment, block) : code;
	}
	*zero = is_fresh(region, r.block, size);
	region_took(region, r.start, r.given);
	note(arena, size, r.given);
	*block = r.block;
	return LATTICE_OK;
}

int block_find(struct lattice_arena *arena, const void *block, struct found *found)
{
	struct region *region = directory_find(&arena->directory, block);
	if (region == NULL)
		return LATTICE_FOREIGN;
	found->region = region;
	if (region->division == LATTICE_FIBONACCI)
		return buddy_find(region, block, found);
	if (region->division == LATTICE_CLASSES)
		return slab_find(region, block, found);
	found->start = region->base;
	found->size = region->size;
	return block == region->base ? LATTICE_OK : LATTICE_FOREIGN;
}

void block_give(const struct found *found, void *block)
{
	struct region *region = found->region;
	if (region->division == LATTICE_FIBONACCI)
		buddy_give(region, block, found->start);
	else if (region->division == LATTICE_CLASSES)
		slab_give(region, block);
	region_gave(region, found->size);
}
