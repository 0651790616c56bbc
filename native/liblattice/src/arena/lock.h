/* SPDX-License-Identifier: MIT */
/* An arena's lock, which a process with one thread need not take: half of what a small block costs. */
#ifndef LOCK_H
#define LOCK_H

#include <pthread.h>
#include <stdbool.h>

#if defined(__has_include)
#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#define ALONE_IN_PROCESS __libc_single_threaded
#endif
#endif
#ifndef ALONE_IN_PROCESS
#define ALONE_IN_PROCESS 0
#endif

/* Whether it was taken: what the process is may change until it is given back. */
static inline bool lock_take(pthread_mutex_t *lock)
{
	if (ALONE_IN_PROCESS)
		return false;
	pthread_mutex_lock(lock);
	return true;
}

static inline void lock_give(pthread_mutex_t *lock, bool taken)
{
	if (taken)
		pthread_mutex_unlock(lock);
}

#endif
