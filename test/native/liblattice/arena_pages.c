/* SPDX-License-Identifier: MIT */
/* What an arena has of the kernel: which division, how much waste, huge pages, what goes back when the program is idle. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "check.h"
#include "lattice.h"

static const size_t mib = 1 << 20;
enum { most = 4096 };

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

/* n blocks of sizes in turn; each is written to all over. */
static void fill(lattice_arena *arena, void **blocks, size_t n, const size_t *sizes, size_t kinds)
{
	for (size_t i = 0; i < n; i++) {
		CHECK(lattice_arena_alloc(arena, &blocks[i], sizes[i % kinds], 0) == LATTICE_OK);
		memset(blocks[i], 1, sizes[i % kinds]);
	}
}

static void give_all(lattice_arena *arena, void **blocks, size_t n)
{
	for (size_t i = 0; i < n; i++)
		CHECK(lattice_arena_dealloc(arena, blocks[i]) == LATTICE_OK);
}

/* Sizes that are Fibonacci numbers of 64 B, and powers of two. */
static void choice(void)
{
	static const size_t golden[] = { 64 * 13, 64 * 21, 64 * 34, 64 * 55, 64 * 987 }, even[] = { 1024, 4096, 65536 };
	static void *blocks[most];
	lattice_arena *arena = arena_with((lattice_arena_options){ .region = 2 << 20 });
	CHECK(usage_of(arena).division == LATTICE_CLASSES);
	fill(arena, blocks, 400, golden, 5);
	lattice_arena_usage usage = usage_of(arena);
	CHECK(usage.division == LATTICE_FIBONACCI && usage.fibonacci_waste == 0 && usage.class_waste > 0);
	CHECK(usage.fibonacci_regions >= 1);
	CHECK(usage.seen == usage.asked);
	give_all(arena, blocks, 400);
	fill(arena, blocks, 2000, even, 3);
	usage = usage_of(arena);
	CHECK(usage.division == LATTICE_CLASSES && usage.class_regions >= 1 && usage.fibonacci_waste > usage.class_waste);
	give_all(arena, blocks, 2000);
	/* What is seen is halved each 65,536 requests: what was asked for long ago does not decide for ever. */
	for (size_t i = 0; i < 3 * 65536; i++) {
		CHECK(lattice_arena_alloc(arena, blocks, 64 * 13, 0) == LATTICE_OK);
		CHECK(lattice_arena_dealloc(arena, blocks[0]) == LATTICE_OK);
	}
	CHECK(usage_of(arena).division == LATTICE_FIBONACCI);
	lattice_arena_free(arena);
}

/* A fixed division is kept whatever is asked for; what it gives is what rounding says. */
static void fixed(lattice_division division)
{
	static const size_t golden[] = { 64 * 13, 64 * 987 };
	static void *blocks[most];
	lattice_arena *arena = arena_with((lattice_arena_options){ .division = division });
	fill(arena, blocks, 200, golden, 2);
	lattice_arena_usage usage = usage_of(arena);
	CHECK(usage.division == division);
	CHECK((division == LATTICE_FIBONACCI ? usage.class_regions : usage.fibonacci_regions) == 0);
	CHECK(usage.given - usage.asked == (division == LATTICE_FIBONACCI ? usage.fibonacci_waste : usage.class_waste));
	CHECK(usage.given == usage.live && usage.live_blocks == 200);
	give_all(arena, blocks, 200);
	lattice_arena_free(arena);
}

static size_t resident(const char *at, size_t size)
{
	static unsigned char pages[65536];
	size_t n = 0;
	CHECK(mincore((void *)(uintptr_t)at, size, pages) == 0);
	for (size_t i = 0; i < size / 4096; i++)
		n += pages[i] & 1;
	return n * 4096;
}

static char *huge_page_of(void *block)
{
	return (char *)((uintptr_t)block & ~((uintptr_t)2 * mib - 1));
}

/* One block stays in a region of 64 MiB that was full: all other huge pages go back, and the block keeps what is in it. */
static void idle(lattice_division division)
{
	static const size_t sizes[] = { 1 << 20 };
	static void *blocks[most];
	size_t returned = 7;
	lattice_arena *arena = arena_with((lattice_arena_options){ .division = division });
	size_t n = 0;
	for (; n < 100 && usage_of(arena).mapped <= 64 * mib; n++)
		fill(arena, &blocks[n], 1, sizes, 1);
	for (size_t i = 0; i < n; i++)
		if (i != n / 2)
			CHECK(lattice_arena_dealloc(arena, blocks[i]) == LATTICE_OK);
	CHECK(lattice_arena_idle(arena, LATTICE_COLD, &returned) == LATTICE_OK);
	lattice_arena_usage usage = usage_of(arena);
	CHECK(usage.returned == returned && returned >= 30 * mib && usage.mapped == 64 * mib);
	size_t kept = resident(huge_page_of(blocks[n / 2]), 2 * mib);
	CHECK(kept >= mib && ((char *)blocks[n / 2])[mib - 1] == 1);
	/* There is nothing left to give. */
	CHECK(lattice_arena_idle(arena, LATTICE_PAGEOUT, &returned) == LATTICE_OK && returned == 0);
	CHECK(((char *)blocks[n / 2])[0] == 1);
	/* What comes again is zero, and calloc need not write to it. */
	void *fresh;
	CHECK(lattice_arena_calloc(arena, &fresh, 1, 8 * mib, 2 * mib) == LATTICE_OK);
	CHECK(resident(fresh, 8 * mib) == 0);
	CHECK(((char *)fresh)[3 * mib] == 0 && ((char *)fresh)[8 * mib - 1] == 0);
	CHECK(lattice_arena_dealloc(arena, fresh) == LATTICE_OK);
	CHECK(lattice_arena_dealloc(arena, blocks[n / 2]) == LATTICE_OK);
	CHECK(lattice_arena_idle(arena, LATTICE_COLD, NULL) == LATTICE_OK);
	CHECK(usage_of(arena).mapped == 0);
	lattice_arena_free(arena);
}

/* A block that comes and goes maps nothing, and a second region without a block goes at once. */
static void regions(void)
{
	static const size_t sizes[] = { 300 << 10 };
	static void *blocks[most];
	lattice_arena *arena = arena_with((lattice_arena_options){ .region = 2 << 20 });
	fill(arena, blocks, 60, sizes, 1);
	CHECK(usage_of(arena).mapped >= 20 * mib);
	give_all(arena, blocks, 60);
	lattice_arena_usage usage = usage_of(arena);
	CHECK(usage.mapped == 2 * mib && usage.most_mapped >= 20 * mib && usage.live == 0);
	fill(arena, blocks, 1, sizes, 1);
	CHECK(usage_of(arena).mapped == 2 * mib);
	give_all(arena, blocks, 1);
	/* A mapping of its own begins with a huge page and has no page too many. */
	fill(arena, blocks, 1, (const size_t[]){ 5 * mib + 1 }, 1);
	usage = usage_of(arena);
	CHECK(usage.alone == 1 && usage.given - usage.asked >= 4095 && usage.mapped == 2 * mib + 5 * mib + 4096);
	CHECK((uintptr_t)blocks[0] % (2 * mib) == 0);
	give_all(arena, blocks, 1);
	CHECK(usage_of(arena).mapped == 2 * mib && usage_of(arena).alone == 0);
	lattice_arena_free(arena);
}

/* What was full has room again where an object went. */
static void full_slabs(void)
{
	static const size_t sizes[] = { 1024 };
	static void *blocks[most];
	lattice_arena *arena = arena_with((lattice_arena_options){ .division = LATTICE_CLASSES });
	fill(arena, blocks, 640, sizes, 1);
	for (size_t i = 3; i < 640; i += 64) {
		void *before = blocks[i];
		CHECK(lattice_arena_dealloc(arena, blocks[i]) == LATTICE_OK);
		fill(arena, &blocks[i], 1, sizes, 1);
		CHECK(blocks[i] == before);
	}
	give_all(arena, blocks, 640);
	lattice_arena_free(arena);
}

/* So many that their places in the directory collide; each is found until it goes, in whatever order they go. */
static void many_mappings(void)
{
	static void *blocks[most];
	lattice_arena *arena = arena_with((lattice_arena_options){ .region = 2 << 20 });
	const size_t n = 3000, step = 1367;
	size_t usable, wrong = 0;
	for (size_t i = 0; i < n; i++)
		wrong += lattice_arena_alloc(arena, &blocks[i], (600 + i * i * 7919 % 9000) << 10, 0) != LATTICE_OK;
	for (size_t i = 0; i < n; i++) {
		size_t at = i * step % n;
		wrong += lattice_arena_usable(arena, blocks[at], &usable) != LATTICE_OK || lattice_arena_dealloc(arena, blocks[at]) != LATTICE_OK;
		wrong += lattice_arena_usable(arena, blocks[at], &usable) != LATTICE_FOREIGN;
	}
	CHECK(wrong == 0);
	CHECK(usage_of(arena).mapped == 0);
	lattice_arena_free(arena);
}

int main(void)
{
	choice();
	full_slabs();
	many_mappings();
	for (lattice_division division = LATTICE_FIBONACCI; division <= LATTICE_CLASSES; division++) {
		fixed(division);
		idle(division);
	}
	regions();
	return check_result();
}
