/* SPDX-License-Identifier: MIT */
/*
 * Heartbeats. A beat adds to a counter and looks at the kernel's coarse clock; only the first call after each half second does more:
 *
 * 1. It takes the holder's word, or leaves: another thread, or the code that a signal interrupted, is at it.
 * 2. In a child after a fork the connection is the parent's: let go of it. A word that the parent held at the fork is taken over, its pid says so.
 * 3. Connect where there is no connection, read what was said, send one line. What the socket does not take is lost; the next line says more.
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
#include "client/link.h"
#include "client/text.h"

/* The daemon looks at no more than two lines a second; so much apart they stay two although both clocks are coarse. */
static const int64_t between_lines = 510 * 1000000LL;
static const double longest_hint = 3600 * 1000.0;
/* A hint is one word, so that it changes at once: batch, and deadline and latency in steps of 2 us, 31 bits each, 0 for none. */
enum { hint_bits = 31 };
static const double hint_steps = 500;
/* The greatest integer that a JSON number holds surely. */
static const uint64_t most_done = (1ULL << 53) - 1;
enum { most_gpus = 256 };

struct lattice_client {
	_Atomic uint64_t done, hint;
	_Atomic int64_t due;
	_Atomic uint64_t sent, lost, connects, refused;
	_Atomic int connected;
	/* 0, or the pid of the process in which somebody is at the rest. */
	_Atomic pid_t holder;
	pid_t owner;
	/* The hint that the daemon heard last. */
	uint64_t told;
	struct link link;
	char name[longest_name + 1], gpu[longest_name + 1];
	bool gpu_is_number;
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

static void add_hint(struct text *line, uint64_t hint)
{
	const uint64_t mask = (1ULL << hint_bits) - 1;
	const struct {
		const char *key;
		uint64_t steps;
	} times[] = { { "\"deadline\":", hint >> hint_bits & mask }, { "\"latency\":", hint & mask } };
	const char *before = ",\"hint\":{";
	for (size_t i = 0; i < 2; i++) {
		if (times[i].steps == 0)
			continue;
		text_add(line, before);
		text_add(line, times[i].key);
		text_thousandths(line, 2 * times[i].steps);
		before = ",";
	}
	if (hint >> (2 * hint_bits)) {
		text_add(line, before);
		text_add(line, "\"batch\":true");
	}
	text_add(line, "}");
}

static void compose(struct text *line, const lattice_client *c, pid_t pid, uint64_t done, uint64_t hint)
{
	line->size = 0;
	text_add(line, "{\"name\":\"");
	text_add(line, c->name);
	text_add(line, "\",\"pid\":");
	text_number(line, (uint64_t)pid);
	/* Who only gives hints has no progress to be judged by. */
	if (done > 0) {
		text_add(line, ",\"done\":");
		text_number(line, done & most_done);
	}
	if (c->gpu[0] != '\0') {
		text_add(line, c->gpu_is_number ? ",\"gpu\":" : ",\"gpu\":\"");
		text_add(line, c->gpu);
		text_add(line, c->gpu_is_number ? "" : "\"");
	}
	if (hint != 0)
		add_hint(line, hint);
	else if (c->told != 0)
		text_add(line, ",\"hint\":null");
	text_add(line, "}\n");
}

static void more(_Atomic uint64_t *counter, uint64_t by)
{
	atomic_fetch_add_explicit(counter, by, memory_order_relaxed);
}

static void tell_held(lattice_client *c, pid_t pid, int64_t now)
{
	if (c->owner != pid) {
		link_drop(&c->link);
		c->owner = pid;
		c->told = 0;
	}
	uint64_t refused = 0, reached = c->link.reached;
	bool ready = link_ready(&c->link, now, &refused);
	more(&c->refused, refused);
	if (c->link.reached != reached) {
		more(&c->connects, 1);
		c->told = 0;
	}
	uint64_t done = atomic_load_explicit(&c->done, memory_order_relaxed);
	uint64_t hint = atomic_load_explicit(&c->hint, memory_order_relaxed);
	if (ready && (done > 0 || hint != 0 || c->told != 0)) {
		struct text line;
		compose(&line, c, pid, done, hint);
		bool whole = link_send(&c->link, line.at, line.size) == sent_whole;
		more(whole ? &c->sent : &c->lost, 1);
		if (whole)
			c->told = hint;
	}
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

/* Steps of a time in ms; 0 for none. */
static uint64_t steps_of(double ms)
{
	if (isnan(ms))
		return 0;
	uint64_t steps = (uint64_t)(ms * hint_steps + 0.5);
	return steps > 0 ? steps : 1;
}

int lattice_hint(lattice_client *client, double deadline, double latency, int batch)
{
	if (client == NULL || deadline <= 0 || deadline > longest_hint || latency <= 0 || latency > longest_hint)
		return LATTICE_INVALID;
	uint64_t hint = steps_of(deadline) << hint_bits | steps_of(latency) | (uint64_t)(batch != 0) << (2 * hint_bits);
	atomic_store_explicit(&client->hint, hint, memory_order_relaxed);
	tell_if_due(client);
	return LATTICE_OK;
}

int lattice_set_gpu(lattice_client *client, const char *gpu)
{
	if (client == NULL || (gpu != NULL && !is_name(gpu)))
		return LATTICE_INVALID;
	size_t digits = gpu == NULL ? 0 : strspn(gpu, "0123456789");
	bool is_number = gpu != NULL && gpu[digits] == '\0';
	/* JSON knows no leading zeros. */
	if (is_number && (digits > 3 || atoi(gpu) >= most_gpus || (digits > 1 && gpu[0] == '0')))
		return LATTICE_INVALID;
	pid_t pid = getpid();
	while (!take_hold(client, pid))
		sched_yield();
	strcpy(client->gpu, gpu == NULL ? "" : gpu);
	client->gpu_is_number = is_number;
	let_go(client);
	return LATTICE_OK;
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
