/* SPDX-License-Identifier: MIT */
/* Taking over the kernel's records: running tasks, idle stretches, whole rungs, a ring that went round, and a record that changes while it is read. */
#include "bpf/busy_record.h"
#include "busy/bunching.h"
#include "busy/busy.h"
#include "busy/busy_ladder.h"

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

#define MS 1000000ull
#define START (7000000ull * BUSY_BUCKET_NS) /* a time that all rung lengths divide */

static unsigned passed, failed;

static void check(bool good, const char *what)
{
	passed += good;
	failed += !good;
	if (!good)
		printf("FAIL: %s\n", what);
}

static void set(unsigned long long *word, unsigned long long value)
{
	__atomic_store_n(word, value, __ATOMIC_SEQ_CST);
}

/* The kernel program's half, in C: the CPU switches at `now` to a task or to idle. */
static void switch_to(struct busy_record *record, bool task, unsigned long long now)
{
	set(&record->sequence, record->sequence + 1);
	if (record->since) {
		unsigned long long from = record->since;
		set(&record->busy_ns, record->busy_ns + (now - from));
		if (now / BUSY_BUCKET_NS - from / BUSY_BUCKET_NS >= BUSY_BUCKETS)
			from = (now / BUSY_BUCKET_NS - BUSY_BUCKETS + 1) * BUSY_BUCKET_NS;
		for (unsigned long long b = from / BUSY_BUCKET_NS; b <= now / BUSY_BUCKET_NS; b++) {
			const unsigned long long end = (b + 1) * BUSY_BUCKET_NS, share = (now < end ? now : end) - from;
			unsigned long long *slot = &record->ring[b % BUSY_BUCKETS];
			set(slot, *slot >> BUSY_SHARE_BITS == b ? *slot + share : b << BUSY_SHARE_BITS | share);
			from = end;
		}
	}
	set(&record->since, task ? now : 0);
	set(&record->sequence, record->sequence + 1);
}

static void counter(void)
{
	static struct busy_record record;
	struct busy_ladder ladder = {0};
	busy_ladder_read(&ladder, &record, START);
	check(ladder.busy_ns == 0 && ladder.next == 0, "a CPU that never ran has nothing");
	switch_to(&record, true, START);
	busy_ladder_read(&ladder, &record, START + 3 * MS);
	check(ladder.busy_ns == 3 * MS, "the running task counts");
	switch_to(&record, false, START + 4 * MS);
	busy_ladder_read(&ladder, &record, START + 90 * MS);
	check(ladder.busy_ns == 4 * MS, "idle does not");
	switch_to(&record, true, START + 95 * MS);
	busy_ladder_read(&ladder, &record, START + 94 * MS);
	check(ladder.busy_ns == 4 * MS, "a switch after the caller's clock reading is not negative time");
	record.sequence = 7;
	busy_ladder_read(&ladder, &record, START + 99 * MS);
	check(ladder.busy_ns == 4 * MS, "a record that stays in change leaves the last reading");
}

/* 60 Hz frames of 5 ms, read at odd times, against the same shares pushed directly. */
static void rungs(void)
{
	static struct busy_record record;
	struct busy_ladder ladder = {0};
	struct bunching direct[BUSY_LADDERS];
	const unsigned long long period = 50 * MS / 3;
	for (unsigned i = 0; i < BUSY_LADDERS; i++)
		bunching_init(&direct[i]);
	switch_to(&record, false, START - MS);
	busy_ladder_read(&ladder, &record, START - MS);
	unsigned long long next_read = START + 37 * MS;
	for (unsigned long long t = START + MS; t < START + 12000 * MS; t += period) {
		switch_to(&record, true, t);
		if (t + 2 * MS > next_read) {
			busy_ladder_read(&ladder, &record, t + 2 * MS);
			next_read += 173 * MS;
		}
		switch_to(&record, false, t + 5 * MS);
	}
	busy_ladder_read(&ladder, &record, START + 12000 * MS);
	for (unsigned i = 0; i < BUSY_LADDERS; i++) {
		const unsigned long long rung = BUSY_BUCKET_NS << i;
		for (unsigned long long from = START; from + rung <= START + 12000 * MS; from += rung) {
			unsigned long long busy = 0;
			for (unsigned long long t = START + MS; t < from + rung; t += period) {
				const unsigned long long a = t > from ? t : from, b = t + 5 * MS < from + rung ? t + 5 * MS : from + rung;
				busy += b > a ? b - a : 0;
			}
			bunching_push(&direct[i], (double)busy / (double)rung);
		}
		const double streamed = bunching_value(&ladder.bunching[i]), expected = bunching_value(&direct[i]);
		check(ladder.bunching[i].count == direct[i].count && fabs(streamed - expected) < 1e-9, "every rung is taken, exactly");
	}
	check(bunching_value(&ladder.bunching[0]) < -0.4, "frames are regular");
}

static void long_stretches(void)
{
	static struct busy_record record;
	struct busy_ladder ladder = {0};
	switch_to(&record, true, START - 100 * MS);
	busy_ladder_read(&ladder, &record, START - 80 * MS);
	busy_ladder_read(&ladder, &record, START + 800 * MS);
	check(ladder.bunching[0].count == 160 && fabs(ladder.bunching[0].mean - 1.0) < 1e-12, "a task that never switches fills its buckets");
	switch_to(&record, false, START + 801 * MS);
	busy_ladder_read(&ladder, &record, START + 1000 * MS);
	check(ladder.bunching[0].count == 200, "nothing is taken twice after its switch");
	busy_ladder_read(&ladder, &record, START + 1000 * MS + BUSY_BUCKETS * BUSY_BUCKET_NS);
	check(ladder.bunching[0].count == 0 && isnan(bunching_value(&ladder.bunching[0])), "not read for a ring's length: begins anew");
	/* The caller's clock reading is a ring older than the record. */
	switch_to(&record, true, START + 4000 * MS);
	switch_to(&record, false, START + 8000 * MS);
	busy_ladder_read(&ladder, &record, START + 4200 * MS);
	check(ladder.bunching[0].count == 0, "a ring that went round under the reader begins anew");
}

static struct busy_record shared;
static bool done;

static void *write_shared(void *nothing)
{
	for (unsigned long long i = 0; i < 3000000; i++)
		switch_to(&shared, i % 2 == 0, START + i * 1000);
	__atomic_store_n(&done, true, __ATOMIC_SEQ_CST);
	return nothing;
}

/* Every odd microsecond is busy, so the counter may never be off the half by more than one stretch, and every bucket holds half its time. */
static void concurrent(void)
{
	struct busy_ladder ladder = {0};
	pthread_t writer;
	unsigned long long reads = 0, wrong = 0;
	shared.sequence = 2;
	pthread_create(&writer, NULL, write_shared, NULL);
	while (!__atomic_load_n(&done, __ATOMIC_SEQ_CST)) {
		const unsigned long long sequence = __atomic_load_n(&shared.sequence, __ATOMIC_SEQ_CST), now = START + (sequence / 2 - 1) * 1000;
		const uint64_t before = ladder.busy_ns;
		busy_ladder_read(&ladder, &shared, now);
		/* The writer goes on, so the record may be newer than `now`, never older by more than the stretch it is in. */
		wrong += ladder.busy_ns < before || (ladder.busy_ns != before && ladder.busy_ns + 1000 < (now - START) / 2);
		reads++;
	}
	pthread_join(writer, NULL);
	const double mean = ladder.bunching[0].mean;
	check(wrong == 0 && reads > 100, "a counter read while it changes is consistent");
	check(ladder.bunching[0].count == 0 || fabs(mean - 0.5) < 1e-6, "buckets read while they change are whole");
}

int main(void)
{
	counter();
	rungs();
	long_stretches();
	concurrent();
	printf("%u passed, %u failed\n", passed, failed);
	return failed != 0;
}
