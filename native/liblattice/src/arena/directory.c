/* SPDX-License-Identifier: MIT */
#include "arena/directory.h"

#include "arena/mapping.h"
#include "arena/sizes.h"

/* Number of the huge page; never 0, as the kernel gives nobody the lowest pages. */
static uintptr_t key_of(const void *at)
{
	return (uintptr_t)at / huge_size;
}

/* Knuth's multiplicative hash. */
static size_t home_of(const struct directory *directory, uintptr_t key)
{
	return (size_t)(key * 0x9e3779b97f4a7c15U >> 20) & (directory->capacity - 1);
}

static struct place *place_of(const struct directory *directory, uintptr_t key)
{
	size_t i = home_of(directory, key);
	while (directory->places[i].key != 0 && directory->places[i].key != key)
		i = (i + 1) & (directory->capacity - 1);
	return &directory->places[i];
}

bool directory_room(struct directory *directory, size_t more)
{
	/* At most half is used, so that a walk is short. */
	size_t capacity = directory->capacity != 0 ? directory->capacity : page_size / sizeof(struct place);
	while (capacity < 2 * (directory->used + more))
		capacity *= 2;
	if (capacity == directory->capacity)
		return true;
	struct directory larger = { .places = map_tables(capacity * sizeof(struct place)), .capacity = capacity };
	if (larger.places == NULL)
		return false;
	for (size_t i = 0; i < directory->capacity; i++)
		if (directory->places[i].key != 0)
			*place_of(&larger, directory->places[i].key) = directory->places[i];
	larger.used = directory->used;
	directory_end(directory);
	*directory = larger;
	return true;
}

void directory_add(struct directory *directory, const void *at, struct region *region)
{
	*place_of(directory, key_of(at)) = (struct place){ key_of(at), region };
	directory->used++;
}

void directory_remove(struct directory *directory, const void *at)
{
	size_t mask = directory->capacity - 1;
	size_t hole = (size_t)(place_of(directory, key_of(at)) - directory->places);
	/* What comes after moves into the hole, unless it would be before its home. */
	for (size_t i = (hole + 1) & mask; directory->places[i].key != 0; i = (i + 1) & mask)
		if (((i - home_of(directory, directory->places[i].key)) & mask) >= ((i - hole) & mask)) {
			directory->places[hole] = directory->places[i];
			hole = i;
		}
	directory->places[hole].key = 0;
	directory->used--;
}

struct region *directory_find(const struct directory *directory, const void *at)
{
	if (directory->capacity == 0 || key_of(at) == 0)
		return NULL;
	const struct place *place = place_of(directory, key_of(at));
	return place->key != 0 ? place->region : NULL;
}

void directory_end(struct directory *directory)
{
	if (directory->places != NULL)
		unmap(directory->places, directory->capacity * sizeof(struct place));
}
