/* SPDX-License-Identifier: MIT */
/* Copies a record consistently while its CPU changes it, and builds the 10 to 80 ms rungs from 5 ms buckets. */
#include "busy/busy_ladder.h"

#include "bpf/busy_record.h"
#include "busy/bunching.h"
#include "busy/busy.h"
#include "busy/record_read.h"

#include <stdbool.h>

#define TOP_RUNG (1u << (BUSY_LADDERS - 1)) /* buckets in the longest rung */

struct copy {
	uint64_t busy_ns;
	uint64_t since;
	uint64_t begun;
	uint64_t young[BUSY_AGES];
	uint64_t slot[BUSY_BUCKETS]; /* of buckets first, first + 1, ... */
};

static bool take_copy(struct copy *copy, const struct busy_record *record, uint64_t first, uint64_t end)
{
	uint64_t sequence = 0;

	for (int i = 0; i < RECORD_TRIES && record_begin(record, &sequence); i++) {
		copy->busy_ns = record_word(&record->busy_ns);
		copy->since = record_word(&record->since);
		copy->begun = record_word(&record->begun);
		for (unsigned a = 0; a < BUSY_AGES; a++)
			copy->young[a] = record_word(&record->young[a]);
		for (uint64_t b = first; b < end; b++)
			copy->slot[b - first] = record_word(&record->ring[b % BUSY_BUCKETS]);
		if (record_good(record, sequence))
			return true;
	}
	return false;
}

/* Starts all ladders again at the next bucket number that is a multiple of every rung length, so that every first rung is a whole one. */
static void restart(struct busy_ladder *ladder, uint64_t bucket)
{
	ladder->next = (bucket / TOP_RUNG + 1) * TOP_RUNG;
	for (unsigned i = 0; i < BUSY_LADDERS; i++) {
		ladder->sum[i] = 0;
		bunching_init(&ladder->bunching[i]);
	}
}

/* Adds one bucket's ns to each rung. A rung that is complete is pushed as a share of its length. */
static void push(struct busy_ladder *ladder, uint64_t bucket, uint64_t ns)
{
	for (unsigned i = 0; i < BUSY_LADDERS; i++) {
		ladder->sum[i] += ns;
		if ((bucket + 1) % (1u << i) != 0)
			continue;
		bunching_push(&ladder->bunching[i], (double)ladder->sum[i] / (double)(BUSY_BUCKET_NS << i));
		ladder->sum[i] = 0;
	}
}

/* For how many ns of the bucket the running task ran. The ring does not have it yet. */
static uint64_t running_ns(uint64_t since, uint64_t bucket)
{
	const uint64_t end = (bucket + 1) * BUSY_BUCKET_NS;
	if (since == 0 || since >= end)
		return 0;
	return end - since < BUSY_BUCKET_NS ? end - since : BUSY_BUCKET_NS;
}

/* The steps add up from the youngest on, what runs now included. A copy may be a little off (a stretch that looks older than it is): no sum goes back. */
static void add_ages(struct busy_ladder *ladder, const struct copy *copy, uint64_t now_ns)
{
	const uint64_t running = copy->since && now_ns > copy->since ? now_ns - copy->since : 0;
	uint64_t sum = 0;

	for (unsigned i = 0; i < BUSY_AGES; i++) {
		sum += copy->young[i] + busy_age_share(i, copy->busy_ns - copy->begun, running);
		if (sum > ladder->young[i])
			ladder->young[i] = sum;
	}
}

void busy_ladder_read(struct busy_ladder *ladder, const struct busy_record *record, uint64_t now_ns)
{
	const uint64_t current = now_ns / BUSY_BUCKET_NS;
	const bool lost = ladder->next == 0 || (current > ladder->next && current - ladder->next >= BUSY_BUCKETS);
	const uint64_t first = lost ? current : ladder->next;
	struct copy copy;

	if (!take_copy(&copy, record, first, current))
		return;
	/* A switch that has read its clock but not begun its change is missing in the copy, so the copy may be a few ns too high. */
	const uint64_t busy_ns = copy.busy_ns + (copy.since != 0 && now_ns > copy.since ? now_ns - copy.since : 0);
	if (busy_ns > ladder->busy_ns)
		ladder->busy_ns = busy_ns;
	add_ages(ladder, &copy, now_ns);
	if (lost)
		restart(ladder, current);
	for (uint64_t b = first; b < current; b++) {
		const uint64_t slot = copy.slot[b - first];
		const uint64_t number = slot >> BUSY_SHARE_BITS;
		/* The ring was overwritten: the caller's now_ns is too old. */
		if (number > b) {
			restart(ladder, current);
			return;
		}
		const uint64_t recorded = number == b ? slot & ((1ull << BUSY_SHARE_BITS) - 1) : 0;
		const uint64_t ns = recorded + running_ns(copy.since, b);
		push(ladder, b, ns < BUSY_BUCKET_NS ? ns : BUSY_BUCKET_NS);
		ladder->next = b + 1;
	}
}
