/* SPDX-License-Identifier: MIT */
/*
 * One arena, many threads: each takes blocks and gives back what others left in a mailbox, while one calls idle and asks for usage, and one forks.
 * Every child uses the arena before it ends: blocks of its parent and its own.
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "lattice.h"

enum { threads = 4, steps = 20000, boxes = 256, forks = 20 };

struct letter {
	size_t size;
	unsigned char first[];
};

static lattice_arena *arena;
static _Atomic(struct letter *) mailbox[boxes];
static atomic_uint wrong, done;

static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static struct letter *written(uint64_t *state)
{
	size_t size = sizeof(struct letter) + 1 + next(state) % ((size_t)1 << (4 + next(state) % 16));
	void *block;
	if (lattice_arena_alloc(arena, &block, size, next(state) % 8 == 0 ? 4096 : 0) != LATTICE_OK)
		return NULL;
	struct letter *letter = block;
	letter->size = size;
	letter->first[0] = (unsigned char)size;
	((unsigned char *)block)[size - 1] = (unsigned char)size;
	return letter;
}

static unsigned read_and_returned(struct letter *letter)
{
	if (letter == NULL)
		return 0;
	unsigned bad = ((unsigned char *)letter)[letter->size - 1] != (unsigned char)letter->size;
	return bad + (lattice_arena_dealloc(arena, letter) != LATTICE_OK);
}

static void *work(void *seed)
{
	uint64_t state = (uintptr_t)seed;
	for (int i = 0; i < steps; i++) {
		struct letter *letter = written(&state);
		if (letter == NULL)
			atomic_fetch_add(&wrong, 1);
		else
			atomic_fetch_add(&wrong, read_and_returned(atomic_exchange(&mailbox[next(&state) % boxes], letter)));
	}
	atomic_fetch_add(&done, 1);
	return NULL;
}

static void *watch(void *none)
{
	(void)none;
	do {
		lattice_arena_usage usage;
		unsigned bad = lattice_arena_idle(arena, LATTICE_COLD, NULL) != LATTICE_OK;
		bad += lattice_arena_info(arena, &usage, sizeof usage) != LATTICE_OK || usage.live > usage.mapped;
		atomic_fetch_add(&wrong, bad);
	} while (atomic_load(&done) < threads);
	return NULL;
}

/* The parent's blocks are the child's own copy: whatever it does is not seen by the parent. A child that hangs is ended by its alarm. */
static void in_child(void *mine)
{
	alarm(100);
	unsigned bad = memcmp(mine, "parent", 7) != 0;
	memcpy(mine, "child!", 7);
	uint64_t state = 5;
	for (int i = 0; i < 100; i++)
		bad += read_and_returned(written(&state));
	bad += lattice_arena_idle(arena, LATTICE_COLD, NULL) != LATTICE_OK;
	bad += lattice_arena_dealloc(arena, mine) != LATTICE_OK;
	bad += lattice_arena_dealloc(arena, mine) == LATTICE_OK;
	lattice_arena_free(arena);
	_exit(bad == 0 ? 0 : 1);
}

static void fork_often(void)
{
	void *mine;
	CHECK(lattice_arena_alloc(arena, &mine, 100, 0) == LATTICE_OK);
	memcpy(mine, "parent", 7);
	for (int i = 0; i < forks; i++) {
		pid_t child = fork();
		if (child == 0)
			in_child(mine);
		int status = -1;
		CHECK(child > 0 && waitpid(child, &status, 0) == child && status == 0);
	}
	CHECK(memcmp(mine, "parent", 7) == 0);
	CHECK(lattice_arena_dealloc(arena, mine) == LATTICE_OK);
}

int main(int argc, char **argv)
{
	(void)argv;
	const lattice_arena_options options = { .region = 4 << 20 };
	CHECK(lattice_arena_new(&arena, &options, sizeof options) == LATTICE_OK);
	pthread_t workers[threads], watcher;
	for (uintptr_t i = 0; i < threads; i++)
		CHECK(pthread_create(&workers[i], NULL, work, (void *)(i + 1)) == 0);
	CHECK(pthread_create(&watcher, NULL, watch, NULL) == 0);
	/* An argument leaves forks out. */
	if (argc == 1)
		fork_often();
	for (int i = 0; i < threads; i++)
		pthread_join(workers[i], NULL);
	pthread_join(watcher, NULL);
	for (int i = 0; i < boxes; i++)
		atomic_fetch_add(&wrong, read_and_returned(atomic_load(&mailbox[i])));
	CHECK(atomic_load(&wrong) == 0);
	lattice_arena_usage usage;
	CHECK(lattice_arena_info(arena, &usage, sizeof usage) == LATTICE_OK && usage.live_blocks == 0 && usage.live == 0);
	CHECK(usage.blocks >= threads * steps);
	lattice_arena_free(arena);
	return check_result();
}
