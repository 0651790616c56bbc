/* SPDX-License-Identifier: MIT */
/* Before a fork each arena's lock is taken, so that no other thread is in the middle of something; parent and child let go of theirs. */
#include "arena/forks.h"

static struct {
	pthread_mutex_t lock;
	pthread_once_t once;
	struct lattice_arena *first;
	int failed;
} arenas = { .lock = PTHREAD_MUTEX_INITIALIZER, .once = PTHREAD_ONCE_INIT };

static void before(void)
{
	pthread_mutex_lock(&arenas.lock);
	for (struct lattice_arena *arena = arenas.first; arena != NULL; arena = arena->next)
		pthread_mutex_lock(&arena->lock);
}

static void after(void)
{
	for (struct lattice_arena *arena = arenas.first; arena != NULL; arena = arena->next)
		pthread_mutex_unlock(&arena->lock);
	pthread_mutex_unlock(&arenas.lock);
}

static void begin(void)
{
	arenas.failed = pthread_atfork(before, after, after);
}

bool forks_add(struct lattice_arena *arena)
{
	pthread_once(&arenas.once, begin);
	if (arenas.failed != 0)
		return false;
	pthread_mutex_lock(&arenas.lock);
	arena->next = arenas.first;
	if (arenas.first != NULL)
		arenas.first->previous = arena;
	arenas.first = arena;
	pthread_mutex_unlock(&arenas.lock);
	return true;
}

void forks_remove(struct lattice_arena *arena)
{
	pthread_mutex_lock(&arenas.lock);
	if (arena->next != NULL)
		arena->next->previous = arena->previous;
	if (arena->previous != NULL)
		arena->previous->next = arena->next;
	else
		arenas.first = arena->next;
	pthread_mutex_unlock(&arenas.lock);
}
