/* SPDX-License-Identifier: MIT */
/* What a program calls: arguments are checked, the lock is held, what is refused is counted. */
#include <stdlib.h>
#include <string.h>

#include "arena/arena.h"
#include "arena/lock.h"
#include "arena/quarantine.h"

static const size_t largest_alignment = (size_t)1 << 30;

static int checked_alloc(lattice_arena *arena, void **block, size_t size, size_t alignment, bool *zero)
{
	if (block == NULL)
		return LATTICE_INVALID;
	*block = NULL;
	if (alignment == 0)
		alignment = 16;
	if (arena == NULL || size == 0 || (alignment & (alignment - 1)) != 0 || alignment > largest_alignment)
		return LATTICE_INVALID;
	if (size > (size_t)PTRDIFF_MAX - 2 * largest_alignment)
		return LATTICE_TOO_LARGE;
	bool locked = lock_take(&arena->lock);
	int code = block_take(arena, size, alignment > 16 ? alignment : 16, block, zero);
	lock_give(&arena->lock, locked);
	return code;
}

int lattice_arena_alloc(lattice_arena *arena, void **block, size_t size, size_t alignment)
{
	bool zero;
	return checked_alloc(arena, block, size, alignment, &zero);
}

int lattice_arena_calloc(lattice_arena *arena, void **block, size_t n, size_t size, size_t alignment)
{
	size_t bytes;
	bool zero;
	if (__builtin_mul_overflow(n, size, &bytes)) {
		if (block != NULL)
			*block = NULL;
		return LATTICE_TOO_LARGE;
	}
	int code = checked_alloc(arena, block, bytes, alignment, &zero);
	if (code == LATTICE_OK && !zero)
		memset(*block, 0, bytes);
	return code;
}

/* As block_find; what a checked arena keeps was given back. */
static int find(lattice_arena *arena, const void *block, struct found *found)
{
	int code = block_find(arena, block, found);
	if (code == LATTICE_OK && quarantine_has(arena->quarantine, block))
		code = LATTICE_FREED;
	if (code == LATTICE_OK)
		return code;
	arena->usage.refused++;
	if (arena->quarantine != NULL)
		quarantine_tell(code, block);
	return code;
}

int lattice_arena_dealloc(lattice_arena *arena, void *block)
{
	if (arena == NULL)
		return LATTICE_INVALID;
	if (block == NULL)
		return LATTICE_OK;
	struct found found;
	bool locked = lock_take(&arena->lock);
	int code = find(arena, block, &found);
	if (code == LATTICE_OK && arena->quarantine != NULL)
		quarantine_keep(arena, &found, block);
	else if (code == LATTICE_OK)
		block_give(&found, block);
	lock_give(&arena->lock, locked);
	return code;
}

int lattice_arena_usable(lattice_arena *arena, const void *block, size_t *size)
{
	if (arena == NULL || block == NULL || size == NULL)
		return LATTICE_INVALID;
	struct found found;
	bool locked = lock_take(&arena->lock);
	int code = find(arena, block, &found);
	lock_give(&arena->lock, locked);
	if (code == LATTICE_OK)
		*size = (size_t)(found.start + found.size - (const char *)block);
	return code;
}

int lattice_arena_realloc(lattice_arena *arena, void **block, size_t size)
{
	if (block == NULL || size == 0)
		return LATTICE_INVALID;
	size_t usable;
	void *larger = NULL;
	if (*block == NULL)
		return lattice_arena_alloc(arena, block, size, 0);
	int code = lattice_arena_usable(arena, *block, &usable);
	/* What would be left half empty goes, unless that is little. */
	if (code != LATTICE_OK || (size <= usable && (size > usable / 2 || usable <= 128)))
		return code;
	code = lattice_arena_alloc(arena, &larger, size, 0);
	if (code != LATTICE_OK)
		return code;
	memcpy(larger, *block, size < usable ? size : usable);
	code = lattice_arena_dealloc(arena, *block);
	*block = larger;
	return code;
}
