/* SPDX-License-Identifier: MIT */
/* preload_calls [double-free]: each function that liblattice-malloc.so stands for, around its threshold of 128 KiB, with what C asks of it. */
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static const size_t sizes[] = { 1, 4095, 4096, 131071, 131072, 1 << 20, 3000001, 70 << 20 };
enum { kinds = sizeof sizes / sizeof *sizes };

static int is_zero(const char *block, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (block[i] != 0)
			return 0;
	return 1;
}

static void sizes_in_turn(void)
{
	for (int i = 0; i < kinds; i++) {
		char *block = malloc(sizes[i]);
		CHECK(block != NULL && (uintptr_t)block % 16 == 0 && malloc_usable_size(block) >= sizes[i]);
		memset(block, 5, sizes[i]);
		/* From each kind of place to each other one. */
		size_t had = sizes[i];
		for (int j = 0; j < kinds; j++) {
			size_t kept = had < sizes[j] ? had : sizes[j];
			block = realloc(block, sizes[j]);
			CHECK(block != NULL && malloc_usable_size(block) >= sizes[j] && block[0] == 5 && block[kept - 1] == 5);
			memset(block, 5, sizes[j]);
			had = sizes[j];
		}
		free(block);
		char *zero = calloc(sizes[i], 1);
		CHECK(zero != NULL && is_zero(zero, sizes[i]));
		free(zero);
		zero = reallocarray(NULL, sizes[i], 2);
		CHECK(zero != NULL);
		zero = reallocarray(zero, sizes[i], 3);
		CHECK(zero != NULL);
		free(zero);
	}
}

static void alignments(void)
{
	for (int i = 0; i < kinds; i++)
		for (size_t alignment = 8; alignment <= (size_t)4 << 20; alignment *= 8) {
			void *block = NULL;
			CHECK(posix_memalign(&block, alignment, sizes[i]) == 0 && (uintptr_t)block % alignment == 0);
			memset(block, 1, sizes[i]);
			free(block);
			block = aligned_alloc(alignment, (sizes[i] + alignment - 1) / alignment * alignment);
			CHECK(block != NULL && (uintptr_t)block % alignment == 0);
			free(block);
			block = memalign(alignment, sizes[i]);
			CHECK(block != NULL && (uintptr_t)block % alignment == 0);
			free(block);
		}
}

static void refusals(void)
{
	/* So that the compiler does not know. */
	volatile size_t huge = SIZE_MAX, much = SIZE_MAX / 2;
	void *block = &block;
	errno = 0;
	CHECK(malloc(much) == NULL && errno == ENOMEM);
	CHECK(calloc(huge, 2) == NULL);
	CHECK(posix_memalign(&block, 24, 1 << 20) == EINVAL && block == &block);
	CHECK(posix_memalign(&block, 4, 1 << 20) == EINVAL && block == &block);
	CHECK(posix_memalign(&block, 64, much) == ENOMEM && block == &block);
	char *volatile kept = malloc(1 << 20);
	kept[9] = 9;
	CHECK(realloc(kept, much) == NULL && kept[9] == 9);
	errno = 77;
	free(kept);
	CHECK(errno == 77);
	free(NULL);
	CHECK(malloc_usable_size(NULL) == 0);
}

static void *work(void *seed)
{
	unsigned state = (unsigned)(uintptr_t)seed;
	for (int i = 0; i < 2000; i++) {
		size_t size = (size_t)1 << (5 + rand_r(&state) % 16);
		char *block = malloc(size);
		memset(block, 3, size);
		block = realloc(block, size * 2);
		if (block == NULL || block[size - 1] != 3)
			return block;
		free(block);
	}
	return NULL;
}

static void threads(void)
{
	pthread_t all[4];
	for (uintptr_t i = 0; i < 4; i++)
		CHECK(pthread_create(&all[i], NULL, work, (void *)(i + 1)) == 0);
	for (int i = 0; i < 10; i++) {
		pid_t child = fork();
		if (child == 0) {
			alarm(100);
			_exit(work((void *)9) == NULL ? 0 : 1);
		}
		int status = -1;
		CHECK(waitpid(child, &status, 0) == child && status == 0);
	}
	for (int i = 0; i < 4; i++) {
		void *bad = NULL;
		CHECK(pthread_join(all[i], &bad) == 0 && bad == NULL);
	}
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "double-free") == 0) {
		char *volatile block = malloc(1 << 20), *volatile neighbour = malloc(1 << 20);
		free(block);
		free(block);
		free(neighbour);
		return 0;
	}
	sizes_in_turn();
	alignments();
	refusals();
	threads();
	return check_result();
}
