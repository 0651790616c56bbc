/* SPDX-License-Identifier: MIT */
/* Regions come, are found by their pages, and go. */
#include <stdlib.h>

#include "arena/arena.h"
#include "arena/buddy.h"
#include "arena/mapping.h"
#include "arena/runs.h"
#include "arena/slabs.h"

static size_t tables_of(int division, size_t size)
{
	size_t bytes = division == LATTICE_FIBONACCI ? buddy_tables(size) : division == LATTICE_CLASSES ? runs_tables(size) : 0;
	return round_up(bytes, page_size);
}

/* A mapping of its own is found by its first huge page only, where its block begins. */
static size_t huge_pages_in_directory(const struct region *region)
{
	return region->division == alone ? 1 : region->size / huge_size;
}

static void into_list(struct region *region)
{
	struct region **first = &region->arena->regions[region->division];
	region->previous = NULL;
	region->next = *first;
	if (*first != NULL)
		(*first)->previous = region;
	*first = region;
}

static void out_of_list(struct region *region)
{
	if (region->next != NULL)
		region->next->previous = region->previous;
	if (region->previous != NULL)
		region->previous->next = region->next;
	else
		region->arena->regions[region->division] = region->next;
}

/* Pages and tables; false where the kernel has none. */
static bool map_region(struct region *region, size_t alignment)
{
	region->base = map_aligned(region->size, alignment);
	if (region->base == NULL)
		return false;
	region->tables_size = tables_of(region->division, region->size);
	region->tables = region->tables_size > 0 ? map_tables(region->tables_size) : NULL;
	if (region->tables_size > 0 && region->tables == NULL) {
		unmap(region->base, region->size);
		return false;
	}
	return true;
}

struct region *region_new(struct lattice_arena *arena, int division, size_t size, size_t alignment)
{
	struct region *region = calloc(1, sizeof *region);
	if (region == NULL)
		return NULL;
	*region = (struct region){ .arena = arena, .division = division, .size = size };
	if (!directory_room(&arena->directory, huge_pages_in_directory(region)) || !map_region(region, alignment)) {
		free(region);
		return NULL;
	}
	region->huge = ask_for_huge(region->base, size / huge_size * huge_size);
	for (size_t i = 0; i < huge_pages_in_directory(region); i++)
		directory_add(&arena->directory, region->base + i * huge_size, region);
	into_list(region);
	if (division == LATTICE_FIBONACCI)
		buddy_begin(region);
	else if (division == LATTICE_CLASSES)
		runs_begin(region);
	if (division != alone)
		arena->empty++;
	lattice_arena_usage *usage = &arena->usage;
	usage->mapped += size;
	usage->tables += region->tables_size;
	if (usage->mapped > usage->most_mapped)
		usage->most_mapped = usage->mapped;
	return region;
}

void region_end(struct region *region)
{
	struct lattice_arena *arena = region->arena;
	for (size_t i = 0; i < huge_pages_in_directory(region); i++)
		directory_remove(&arena->directory, region->base + i * huge_size);
	out_of_list(region);
	if (region->division != alone)
		arena->empty--;
	arena->usage.mapped -= region->size;
	arena->usage.tables -= region->tables_size;
	unmap(region->base, region->size);
	if (region->tables != NULL)
		unmap(region->tables, region->tables_size);
	free(region);
}

static void region_end_empty(struct region *region)
{
	if (region->division == LATTICE_CLASSES)
		slabs_drop_empty(region);
	region_end(region);
}

void region_to_front(struct region *region)
{
	if (region->previous == NULL)
		return;
	out_of_list(region);
	into_list(region);
}

void region_took(struct region *region, const char *start, size_t size)
{
	if (region->division != alone) {
		if (region->live == 0)
			region->arena->empty--;
		size_t from = (size_t)(start - region->base) / huge_size, to = (size_t)(start + size - 1 - region->base) / huge_size;
		for (size_t i = from; i <= to; i++)
			region->touched[i / 64] |= 1UL << i % 64;
	}
	region->live += size;
	region->arena->usage.live += size;
	region->arena->usage.live_blocks++;
}

void region_gave(struct region *region, size_t size)
{
	struct lattice_arena *arena = region->arena;
	arena->usage.live -= size;
	arena->usage.live_blocks--;
	region->live -= size;
	if (region->live > 0)
		return;
	if (region->division != alone)
		arena->empty++;
	if (region->division == alone)
		region_end(region);
	else if (arena->empty > 1)
		region_end_empty(region);
}

void regions_end_empty(struct lattice_arena *arena)
{
	for (int division = LATTICE_FIBONACCI; division < divisions; division++)
		for (struct region *region = arena->regions[division], *next; region != NULL; region = next) {
			next = region->next;
			if (region->live == 0)
				region_end_empty(region);
		}
}
