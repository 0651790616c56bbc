/* SPDX-License-Identifier: MIT */
/* What makes no sense, at an arena: each gets its code, and nothing changes. */
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "lattice.h"

static const size_t mib = 1 << 20;

static lattice_arena *arena_with(lattice_arena_options options)
{
	lattice_arena *arena;
	CHECK(lattice_arena_new(&arena, &options, sizeof options) == LATTICE_OK);
	return arena;
}

static lattice_arena_usage usage_of(lattice_arena *arena)
{
	lattice_arena_usage usage;
	CHECK(lattice_arena_info(arena, &usage, sizeof usage) == LATTICE_OK);
	return usage;
}

static void options(void)
{
	lattice_arena *arena = (lattice_arena *)&arena;
	static const lattice_arena_options bad[] = {
		{ .region = 1 << 20 }, { .region = (2 << 20) + 4096 }, { .region = SIZE_MAX }, { .region = 512 << 20 },
		{ .limit = 4096 },     { .division = 3 },              { .division = -1 },
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(lattice_arena_new(&arena, &bad[i], sizeof bad[i]) == LATTICE_INVALID && arena == NULL);
	CHECK(lattice_arena_new(NULL, NULL, 0) == LATTICE_INVALID);
	/* Of a program that knows the first option only, the others are not looked at. */
	lattice_arena_options old = { .region = 4 << 20, .division = 77 };
	CHECK(lattice_arena_new(&arena, &old, offsetof(lattice_arena_options, limit)) == LATTICE_OK);
	struct {
		uint64_t blocks, rest;
	} usage = { 7, 7 };
	CHECK(lattice_arena_info(arena, (lattice_arena_usage *)(void *)&usage, sizeof usage.blocks) == LATTICE_OK);
	CHECK(usage.blocks == 0 && usage.rest == 7);
	lattice_arena_free(arena);
	lattice_arena_free(NULL);
}

static void arguments(lattice_arena *arena)
{
	void *kept, *block = &kept;
	size_t size = 7;
	CHECK(lattice_arena_alloc(arena, &kept, 100, 0) == LATTICE_OK);
	lattice_arena_usage before = usage_of(arena);
	CHECK(lattice_arena_alloc(NULL, &block, 1, 0) == LATTICE_INVALID && block == NULL);
	CHECK(lattice_arena_alloc(arena, NULL, 1, 0) == LATTICE_INVALID);
	CHECK(lattice_arena_alloc(arena, &block, 0, 0) == LATTICE_INVALID && block == NULL);
	static const size_t askew[] = { 3, 24, 4097, SIZE_MAX, (size_t)1 << 31, (size_t)1 << 63 };
	for (size_t i = 0; i < sizeof askew / sizeof *askew; i++)
		CHECK(lattice_arena_alloc(arena, &block, 64, askew[i]) == LATTICE_INVALID && block == NULL);
	static const size_t huge[] = { SIZE_MAX, SIZE_MAX - 15, (size_t)PTRDIFF_MAX, (size_t)PTRDIFF_MAX + 1 };
	for (size_t i = 0; i < sizeof huge / sizeof *huge; i++)
		CHECK(lattice_arena_alloc(arena, &block, huge[i], 1 << 30) == LATTICE_TOO_LARGE && block == NULL);
	/* More than the processor has addresses for. */
	CHECK(lattice_arena_alloc(arena, &block, (size_t)1 << 60, 0) == LATTICE_MEMORY && block == NULL);
	CHECK(lattice_arena_calloc(arena, &block, SIZE_MAX / 2, 3, 0) == LATTICE_TOO_LARGE && block == NULL);
	CHECK(lattice_arena_calloc(arena, NULL, SIZE_MAX / 2, 3, 0) == LATTICE_TOO_LARGE);
	CHECK(lattice_arena_calloc(arena, &block, 0, 8, 0) == LATTICE_INVALID && block == NULL);
	CHECK(lattice_arena_realloc(arena, NULL, 8) == LATTICE_INVALID);
	block = kept;
	CHECK(lattice_arena_realloc(arena, &block, 0) == LATTICE_INVALID && block == kept);
	CHECK(lattice_arena_realloc(arena, &block, SIZE_MAX) == LATTICE_TOO_LARGE && block == kept);
	CHECK(lattice_arena_realloc(arena, &block, (size_t)1 << 60) == LATTICE_MEMORY && block == kept);
	CHECK(lattice_arena_realloc(NULL, &block, 8) == LATTICE_INVALID && block == kept);
	CHECK(lattice_arena_dealloc(NULL, kept) == LATTICE_INVALID);
	CHECK(lattice_arena_dealloc(arena, NULL) == LATTICE_OK);
	CHECK(lattice_arena_usable(arena, NULL, &size) == LATTICE_INVALID && size == 7);
	CHECK(lattice_arena_usable(arena, kept, NULL) == LATTICE_INVALID);
	CHECK(lattice_arena_idle(NULL, LATTICE_COLD, NULL) == LATTICE_INVALID);
	CHECK(lattice_arena_idle(arena, 2, &size) == LATTICE_INVALID && size == 7);
	CHECK(lattice_arena_info(NULL, &before, sizeof before) == LATTICE_INVALID);
	CHECK(lattice_arena_info(arena, NULL, 0) == LATTICE_INVALID);
	lattice_arena_usage after = usage_of(arena);
	CHECK(memcmp(&before, &after, offsetof(lattice_arena_usage, seen)) == 0);
	CHECK(lattice_arena_dealloc(arena, kept) == LATTICE_OK);
}

/* Of every size that is placed in another way, plain and aligned. */
static void returns(lattice_arena *arena)
{
	static const size_t sizes[] = { 1, 64, 700, 5000, 40000, 1 << 20, 3 << 20, 40 << 20 }, alignments[] = { 0, 4096, 1 << 20, 4 << 20 };
	char outside[64];
	lattice_arena *other = arena_with((lattice_arena_options){ 0 });
	void *theirs;
	CHECK(lattice_arena_alloc(other, &theirs, 100, 0) == LATTICE_OK);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		for (size_t j = 0; j < sizeof alignments / sizeof *alignments; j++) {
			void *block, *neighbour, *same;
			CHECK(lattice_arena_alloc(arena, &neighbour, sizes[i], 0) == LATTICE_OK);
			CHECK(lattice_arena_alloc(arena, &block, sizes[i], alignments[j]) == LATTICE_OK);
			memset(block, 5, sizes[i]);
			lattice_arena_usage before = usage_of(arena);
			char *foreign[] = { outside, theirs, (char *)block + sizes[i] / 2 + (sizes[i] == 1), (char *)block + 16 * (sizes[i] > 16) + 1, (char *)16, (char *)UINTPTR_MAX - 15 };
			for (size_t f = 0; f < sizeof foreign / sizeof *foreign; f++) {
				size_t usable = 7;
				same = foreign[f];
				CHECK(lattice_arena_dealloc(arena, foreign[f]) == LATTICE_FOREIGN);
				CHECK(lattice_arena_usable(arena, foreign[f], &usable) == LATTICE_FOREIGN && usable == 7);
				CHECK(lattice_arena_realloc(arena, &same, 5) == LATTICE_FOREIGN && same == foreign[f]);
			}
			lattice_arena_usage after = usage_of(arena);
			CHECK(after.refused == before.refused + 18);
			after.refused = before.refused;
			CHECK(memcmp(&before, &after, sizeof before) == 0);
			CHECK(((char *)block)[0] == 5 && ((char *)block)[sizes[i] - 1] == 5);
			CHECK(lattice_arena_dealloc(arena, block) == LATTICE_OK);
			int again = lattice_arena_dealloc(arena, block);
			CHECK(again == LATTICE_FREED || (again == LATTICE_FOREIGN && before.alone > usage_of(arena).alone));
			CHECK(lattice_arena_dealloc(arena, neighbour) == LATTICE_OK);
		}
	CHECK(lattice_arena_dealloc(other, theirs) == LATTICE_OK);
	lattice_arena_free(other);
}

static void exhaustion(lattice_division division)
{
	lattice_arena *arena = arena_with((lattice_arena_options){ .limit = 5 * mib, .region = 2 * mib, .division = division });
	void *blocks[64], *block;
	size_t n = 0;
	for (; lattice_arena_alloc(arena, &blocks[n], 200000, 0) == LATTICE_OK; n++)
		memset(blocks[n], (int)n, 200000);
	CHECK(n >= 8 && n < 27);
	CHECK(lattice_arena_alloc(arena, &block, 200000, 0) == LATTICE_EXHAUSTED && block == NULL);
	CHECK(lattice_arena_alloc(arena, &block, 6 * mib, 0) == LATTICE_EXHAUSTED && block == NULL);
	block = blocks[0];
	CHECK(lattice_arena_realloc(arena, &block, 2 * mib) == LATTICE_EXHAUSTED && block == blocks[0]);
	CHECK(usage_of(arena).most_mapped <= 5 * mib);
	for (size_t i = 0; i < n; i++) {
		CHECK(((unsigned char *)blocks[i])[199999] == i);
		CHECK(lattice_arena_dealloc(arena, blocks[i]) == LATTICE_OK);
	}
	/* The region that is kept gives way to what needs all. */
	CHECK(lattice_arena_alloc(arena, &block, 5 * mib, 0) == LATTICE_OK);
	CHECK(lattice_arena_dealloc(arena, block) == LATTICE_OK);
	lattice_arena_free(arena);
}

/* A block that is given out again meanwhile could be given back for another: checked arenas keep it. */
static void checked(void)
{
	lattice_arena *arena = arena_with((lattice_arena_options){ .checked = 1 });
	char *block, *more;
	void *again;
	size_t usable;
	CHECK(lattice_arena_alloc(arena, &again, 300, 0) == LATTICE_OK);
	block = again;
	CHECK(lattice_arena_dealloc(arena, block) == LATTICE_OK);
	CHECK((unsigned char)block[0] == 0xdb && (unsigned char)block[299] == 0xdb);
	for (int i = 0; i < 100; i++) {
		CHECK(lattice_arena_alloc(arena, &again, 300, 0) == LATTICE_OK && again != block);
		CHECK(lattice_arena_dealloc(arena, again) == LATTICE_OK);
	}
	CHECK(lattice_arena_dealloc(arena, block) == LATTICE_FREED);
	CHECK(lattice_arena_usable(arena, block, &usable) == LATTICE_FREED);
	again = block;
	CHECK(lattice_arena_realloc(arena, &again, 900) == LATTICE_FREED && again == block);
	block[17] = 1;
	for (int i = 0; i < 256; i++) {
		CHECK(lattice_arena_alloc(arena, (void **)(void *)&more, 64, 0) == LATTICE_OK);
		CHECK(lattice_arena_dealloc(arena, more) == LATTICE_OK);
	}
	CHECK(usage_of(arena).damaged == 1);
	CHECK(usage_of(arena).refused == 3);
	lattice_arena_free(arena);
}

int main(void)
{
	options();
	for (lattice_division division = LATTICE_ADAPTIVE; division <= LATTICE_CLASSES; division++) {
		lattice_arena *arena = arena_with((lattice_arena_options){ .division = division });
		arguments(arena);
		returns(arena);
		CHECK(usage_of(arena).live == 0);
		lattice_arena_free(arena);
		exhaustion(division);
	}
	checked();
	return check_result();
}
