/* SPDX-License-Identifier: MIT */
/*
 * time     each mixture: CPU ns for a block that is taken, written to in its first bytes and given back, of malloc and of the arena in turn
 * waste    each mixture: percent of what is asked for that is given on top of it: binary buddies, Fibonacci buddies, classes, and the arena as it chose
 * touch    CPU s to write to each small page of 512 MiB for the first time, and the faults: small pages and the arena's, in turn
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

#include "lattice.h"
#include "sizes.h"

enum { blocks = 2048, operations = 400000, tensor_operations = 10000, requests = 200000, runs = 5 };
static const size_t touched = (size_t)512 << 20;

static double cpu_seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static lattice_arena *arena_or_exit(void)
{
	lattice_arena *arena;
	if (lattice_arena_new(&arena, NULL, 0) != LATTICE_OK)
		exit(1);
	return arena;
}

static void *take(lattice_arena *arena, size_t size)
{
	void *block;
	if (arena == NULL)
		return malloc(size);
	return lattice_arena_alloc(arena, &block, size, 0) == LATTICE_OK ? block : NULL;
}

static void give(lattice_arena *arena, void *block)
{
	if (arena == NULL)
		free(block);
	else
		lattice_arena_dealloc(arena, block);
}

/* A set of blocks of which one at random is replaced, again and again; the draws are made before. */
static double replace(lattice_arena *arena, const size_t *sizes, const unsigned *places, size_t n)
{
	static void *set[blocks];
	double from = cpu_seconds();
	for (size_t i = 0; i < n; i++) {
		void **place = &set[places[i]];
		if (*place != NULL)
			give(arena, *place);
		*place = take(arena, sizes[i]);
		memset(*place, 1, sizes[i] < 64 ? sizes[i] : 64);
	}
	double seconds = cpu_seconds() - from;
	for (size_t i = 0; i < blocks; i++) {
		give(arena, set[i]);
		set[i] = NULL;
	}
	return 1e9 * seconds / (double)n;
}

static void measure_time(void)
{
	static size_t sizes[operations];
	static unsigned places[operations];
	for (int mixture = 0; mixture < mixtures; mixture++) {
		struct draws draws = { 1 };
		size_t n = mixture >= tensors ? tensor_operations : operations;
		for (size_t i = 0; i < n; i++) {
			sizes[i] = size_of(&draws, mixture);
			places[i] = (unsigned)(draw(&draws) * (mixture >= tensors ? blocks / 32 : blocks));
		}
		lattice_arena *arena = arena_or_exit();
		replace(NULL, sizes, places, n);
		replace(arena, sizes, places, n);
		for (int run = 0; run < runs; run++) {
			double theirs = replace(NULL, sizes, places, n);
			printf("%s\t%.2f\t%.2f\n", mixture_names[mixture], theirs, replace(arena, sizes, places, n));
		}
		lattice_arena_free(arena);
		malloc_trim(0);
	}
}

/* Of powers of two from 64 B on: the reference. */
static size_t binary(size_t size)
{
	size_t block = 64;
	while (block < size)
		block *= 2;
	return block;
}

/* Percent of what was asked for that was given on top of it; regions so large that nothing has a mapping of its own. */
static double wasted(lattice_division division, int mixture, const char **chosen)
{
	const lattice_arena_options options = { .division = division, .region = 256 << 20 };
	struct draws draws = { 2 };
	lattice_arena *arena;
	lattice_arena_usage usage;
	if (lattice_arena_new(&arena, &options, sizeof options) != LATTICE_OK)
		exit(1);
	for (int i = 0; i < requests; i++) {
		void *block = take(arena, size_of(&draws, mixture));
		if (block == NULL)
			exit(1);
		give(arena, block);
	}
	lattice_arena_info(arena, &usage, sizeof usage);
	*chosen = usage.division == LATTICE_FIBONACCI ? "fibonacci" : "classes";
	lattice_arena_free(arena);
	return 100 * (double)(usage.given - usage.asked) / (double)usage.asked;
}

static void measure_waste(void)
{
	for (int mixture = 0; mixture < mixtures; mixture++) {
		struct draws draws = { 2 };
		double asked = 0, given = 0;
		for (int i = 0; i < requests; i++) {
			size_t size = size_of(&draws, mixture);
			asked += (double)size;
			given += (double)binary(size);
		}
		const char *chosen;
		double fibonacci = wasted(LATTICE_FIBONACCI, mixture, &chosen), classes = wasted(LATTICE_CLASSES, mixture, &chosen);
		double adaptive = wasted(LATTICE_ADAPTIVE, mixture, &chosen);
		printf("%s\t%.2f\t%.2f\t%.2f\t%.2f\t%s\n", mixture_names[mixture], 100 * (given - asked) / asked, fibonacci, classes, adaptive, chosen);
	}
}

static long faults(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt + usage.ru_majflt;
}

/* CPU s of the first write to each 4 KiB. */
static double first_touch(char *at, long *count)
{
	long before = faults();
	double from = cpu_seconds();
	for (size_t i = 0; i < touched; i += 4096)
		*(volatile char *)(at + i) = 1;
	double seconds = cpu_seconds() - from;
	*count = faults() - before;
	return seconds;
}

static void measure_touch(void)
{
	for (int run = 0; run < runs; run++) {
		long small_faults, huge_faults;
		char *at = mmap(NULL, touched, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (at == MAP_FAILED)
			exit(1);
		madvise(at, touched, MADV_NOHUGEPAGE);
		double small = first_touch(at, &small_faults);
		munmap(at, touched);
		lattice_arena *arena = arena_or_exit();
		double huge = first_touch(take(arena, touched), &huge_faults);
		lattice_arena_free(arena);
		printf("%.4f\t%.4f\t%ld\t%ld\n", small, huge, small_faults, huge_faults);
	}
}

int main(int argc, char **argv)
{
	const char *what = argc == 2 ? argv[1] : "";
	if (strcmp(what, "time") == 0)
		measure_time();
	else if (strcmp(what, "waste") == 0)
		measure_waste();
	else if (strcmp(what, "touch") == 0)
		measure_touch();
	else
		return 2;
	return 0;
}
