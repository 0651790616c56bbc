/* SPDX-License-Identifier: MIT */
/*
 * Heartbeats. A beat adds to a counter, an answer is kept where it is the longest since the last line, and both look at the kernel's coarse clock; only
 * the first call after each half second does more:
 *
 * 1. It takes the holder's word, or leaves: another thread, or the code that a signal interrupted, is at it.
 * 2. In a child after a fork the connection is the parent's: let go of it. A word that the parent held at the fork is taken over, its pid says so.
 * 3. Connect where there is no connection, read what was said, send one line. What the socket does not take is lost; the next line says more,
 *    and the longest answer again.
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/base.h"
#include "client/hint_word.h"
#include "client/labels.h"
#include "client/line.h"
#include "client/link.h"

/* The daemon looks at no more than two lines a second; so much apart they stay two although both clocks are coarse. */
static const int64_t between_lines = 510 * 1000000LL;

struct lattice_client {
	/* `answer`: the longest since the last line, us, 0 for none. */
	_Atomic uint64_t done, hint, answer;
	_Atomic int64_t due;
	_Atomic uint64_t sent, lost, connects, refused;
	_Atomic int connected;
	/* 0, or the pid of the process in which somebody is at the rest. */
	_Atomic pid_t holder;
	pid_t owner;
	/* The hint that the daemon heard last. */
	uint64_t told;
	struct link link;
	char name[longest_name + 1];
	/* Two, one of them in force: a child after a fork in the middle of a change finds a whole one. */
	struct labels labels[2];
	_Atomic unsigned in_force;
};

static int64_t coarse_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int lattice_open(lattice_client **client, const char *name, const char *socket)
{
	if (client == NULL)
		return LATTICE_INVALID;
	*client = NULL;
	if (name == NULL || !is_name(name))
		return LATTICE_INVALID;
	lattice_client *made = calloc(1, sizeof *made);
	if (made == NULL)
		return LATTICE_MEMORY;
	if (!link_begin(&made->link, socket)) {
		free(made);
		return LATTICE_INVALID;
	}
	strcpy(made->name, name);
	made->owner = getpid();
	*client = made;
	return LATTICE_OK;
}

static bool take_hold(lattice_client *c, pid_t pid)
{
	pid_t holder = 0;
	if (atomic_compare_exchange_strong_explicit(&c->holder, &holder, pid, memory_order_acquire, memory_order_relaxed))
		return true;
	return holder != pid && atomic_compare_exchange_strong_explicit(&c->holder, &holder, pid, memory_order_acquire, memory_order_relaxed);
}

static void let_go(lattice_client *c)
{
	atomic_store_explicit(&c->holder, 0, memory_order_release);
}

static void more(_Atomic uint64_t *counter, uint64_t by)
{
	atomic_fetch_add_explicit(counter, by, memory_order_relaxed);
}

static void keep_longest(lattice_client *c, uint64_t answer)
{
	uint64_t longest = atomic_load_explicit(&c->answer, memory_order_relaxed);
	while (answer > longest && !atomic_compare_exchange_weak_explicit(&c->answer, &longest, answer, memory_order_relaxed, memory_order_relaxed))
		;
}

static void send_line(lattice_client *c, pid_t pid)
{
	struct told told = {
		.name = c->name,
		.labels = &c->labels[atomic_load_explicit(&c->in_force, memory_order_relaxed)],
		.pid = pid,
		.done = atomic_load_explicit(&c->done, memory_order_relaxed),
		.answer = atomic_exchange_explicit(&c->answer, 0, memory_order_relaxed),
		.hint = atomic_load_explicit(&c->hint, memory_order_relaxed),
	};
	told.forget_hint = told.hint == 0 && c->told != 0;
	if (!is_worth_a_line(&told))
		return;
	struct text line;
	compose(&line, &told);
	bool whole = link_send(&c->link, line.at, line.size) == sent_whole;
	more(whole ? &c->sent : &c->lost, 1);
	if (whole)
		c->told = told.hint;
	else
		keep_longest(c, told.answer);
}

static void tell_held(lattice_client *c, pid_t pid, int64_t now)
{
	if (c->owner != pid) {
		link_drop(&c->link);
		c->owner = pid;
		c->told = 0;
		/* It may be the parent's. The daemon looks at no answer in its first line of a pid, so none of the child's is missed. */
		atomic_store_explicit(&c->answer, 0, memory_order_relaxed);
	}
	uint64_t refused = 0, reached = c->link.reached;
	bool ready = link_ready(&c->link, now, &refused);
	more(&c->refused, refused);
	if (c->link.reached != reached) {
		more(&c->connects, 1);
		c->told = 0;
	}
	if (ready)
		send_line(c, pid);
	atomic_store_explicit(&c->connected, c->link.fd >= 0, memory_order_relaxed);
}

static void tell(lattice_client *c, int64_t now)
{
	int kept = errno, cancellable = PTHREAD_CANCEL_ENABLE;
	pid_t pid = getpid();
	/* A thread that ended in here would never give the word back. */
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancellable);
	if (take_hold(c, pid)) {
		if (now >= atomic_load_explicit(&c->due, memory_order_relaxed)) {
			atomic_store_explicit(&c->due, now + between_lines, memory_order_relaxed);
			tell_held(c, pid, now);
		}
		let_go(c);
	}
	pthread_setcancelstate(cancellable, NULL);
	errno = kept;
}

static void tell_if_due(lattice_client *c)
{
	int64_t now = coarse_now();
	if (__builtin_expect(now >= atomic_load_explicit(&c->due, memory_order_relaxed), 0))
		tell(c, now);
}

void lattice_beat(lattice_client *client, uint64_t units)
{
	if (client == NULL)
		return;
	more(&client->done, units);
	tell_if_due(client);
}

int lattice_answer(lattice_client *client, double ms)
{
	if (client == NULL || !(ms > 0 && ms <= LONGEST_MS))
		return LATTICE_INVALID;
	uint64_t us = (uint64_t)(ms * 1000 + 0.5);
	keep_longest(client, us > 0 ? us : 1);
	tell_if_due(client);
	return LATTICE_OK;
}

int lattice_hint(lattice_client *client, double deadline, double latency, int batch)
{
	uint64_t hint;
	if (client == NULL || !hint_word(&hint, deadline, latency, batch != 0))
		return LATTICE_INVALID;
	atomic_store_explicit(&client->hint, hint, memory_order_relaxed);
	tell_if_due(client);
	return LATTICE_OK;
}

static int set_label(lattice_client *c, bool (*set)(struct labels *, const char *), const char *text)
{
	pid_t pid = getpid();
	while (!take_hold(c, pid))
		sched_yield();
	unsigned in_force = atomic_load_explicit(&c->in_force, memory_order_relaxed), next = !in_force;
	c->labels[next] = c->labels[in_force];
	bool fits = set(&c->labels[next], text);
	if (fits)
		atomic_store_explicit(&c->in_force, next, memory_order_release);
	let_go(c);
	return fits ? LATTICE_OK : LATTICE_INVALID;
}

int lattice_set_gpu(lattice_client *client, const char *gpu)
{
	return client == NULL ? LATTICE_INVALID : set_label(client, labels_set_gpu, gpu);
}

int lattice_unit(lattice_client *client, const char *unit)
{
	return client == NULL ? LATTICE_INVALID : set_label(client, labels_set_unit, unit);
}

int lattice_info(const lattice_client *client, lattice_client_info *info, size_t size)
{
	if (client == NULL || info == NULL)
		return LATTICE_INVALID;
	lattice_client_info now = {
		.done = atomic_load_explicit(&client->done, memory_order_relaxed),
		.sent = atomic_load_explicit(&client->sent, memory_order_relaxed),
		.lost = atomic_load_explicit(&client->lost, memory_order_relaxed),
		.connects = atomic_load_explicit(&client->connects, memory_order_relaxed),
		.refused = atomic_load_explicit(&client->refused, memory_order_relaxed),
		.connected = atomic_load_explicit(&client->connected, memory_order_relaxed),
	};
	memcpy(info, &now, size < sizeof now ? size : sizeof now);
	return LATTICE_OK;
}

void lattice_close(lattice_client *client)
{
	if (client == NULL)
		return;
	int cancellable = PTHREAD_CANCEL_ENABLE;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancellable);
	link_drop(&client->link);
	free(client);
	pthread_setcancelstate(cancellable, NULL);
}
