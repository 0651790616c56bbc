/* SPDX-License-Identifier: MIT */
/* An arena from its beginning to its end, and what is said of it. */
#include "arena/arena.h"

#include <stdlib.h>
#include <string.h>

#include "arena/forks.h"
#include "arena/idle.h"
#include "arena/lock.h"
#include "arena/quarantine.h"

static const size_t usual_region = (size_t)64 << 20, largest_region = (size_t)256 << 20;

static bool options_fit(const lattice_arena_options *o)
{
	return o->region >= huge_size && o->region <= largest_region && o->region % huge_size == 0 && (o->limit == 0 || o->limit >= huge_size) &&
	       o->division >= LATTICE_ADAPTIVE && o->division <= LATTICE_CLASSES;
}

int lattice_arena_new(lattice_arena **arena, const lattice_arena_options *options, size_t size)
{
	if (arena == NULL)
		return LATTICE_INVALID;
	*arena = NULL;
	lattice_arena_options all = { 0 };
	if (options != NULL)
		memcpy(&all, options, size < sizeof all ? size : sizeof all);
	if (all.region == 0)
		all.region = usual_region;
	if (!options_fit(&all))
		return LATTICE_INVALID;
	lattice_arena *made = calloc(1, sizeof *made);
	if (made == NULL)
		return LATTICE_MEMORY;
	made->options = all;
	if (all.checked != 0)
		made->quarantine = quarantine_new();
	pthread_mutex_init(&made->lock, NULL);
	if ((all.checked != 0 && made->quarantine == NULL) || !forks_add(made)) {
		quarantine_end(made->quarantine);
		free(made);
		return LATTICE_MEMORY;
	}
	*arena = made;
	return LATTICE_OK;
}

void lattice_arena_free(lattice_arena *arena)
{
	if (arena == NULL)
		return;
	forks_remove(arena);
	for (int division = 0; division < divisions; division++)
		while (arena->regions[division] != NULL)
			region_end(arena->regions[division]);
	directory_end(&arena->directory);
	quarantine_end(arena->quarantine);
	pthread_mutex_destroy(&arena->lock);
	free(arena);
}

int lattice_arena_idle(lattice_arena *arena, lattice_idle how, size_t *returned)
{
	if (arena == NULL || how < LATTICE_COLD || how > LATTICE_PAGEOUT)
		return LATTICE_INVALID;
	bool locked = lock_take(&arena->lock);
	size_t bytes = arena_give_back(arena, how);
	lock_give(&arena->lock, locked);
	if (returned != NULL)
		*returned = bytes;
	return LATTICE_OK;
}

static void count_regions(const lattice_arena *arena, lattice_arena_usage *usage)
{
	uint64_t *counts[divisions] = { &usage->alone, &usage->fibonacci_regions, &usage->class_regions };
	for (int division = 0; division < divisions; division++)
		for (const struct region *region = arena->regions[division]; region != NULL; region = region->next) {
			++*counts[division];
			usage->huge_pages += region->huge ? region->size / huge_size : 0;
		}
}

int lattice_arena_info(lattice_arena *arena, lattice_arena_usage *usage, size_t size)
{
	if (arena == NULL || usage == NULL)
		return LATTICE_INVALID;
	bool locked = lock_take(&arena->lock);
	lattice_arena_usage now = arena->usage;
	count_regions(arena, &now);
	now.tables += arena->directory.capacity * sizeof(struct place);
	now.seen = arena->choice.bytes;
	now.fibonacci_waste = arena->choice.fibonacci_waste;
	now.class_waste = arena->choice.class_waste;
	now.division = arena->options.division != LATTICE_ADAPTIVE ? arena->options.division : choice_of(&arena->choice);
	lock_give(&arena->lock, locked);
	memcpy(usage, &now, size < sizeof now ? size : sizeof now);
	return LATTICE_OK;
}
