/* SPDX-License-Identifier: MIT */
/* The BPF programs' ages against a plain account of random loads, and what they tell: crossings, idle CPUs, a full ring, a clock that steps back. */
#include "busy/busy_ladder.h"
#include "busy/stretch.h"
#include "check.h"
#include "kernel_side.h"

#include <math.h>
#include <stdlib.h>

#define MS 1000000ull
#define START (7000000ull * BUSY_BUCKET_NS)

/* One busy time at a time: stretches end at gaps of 1 ms and more, and each ns counts at the age that it had. */
struct account {
	uint64_t age, idle_since, below[BUSY_AGES];
};

static void account_busy(struct account *account, uint64_t from, uint64_t to)
{
	if (account->idle_since == 0 || from - account->idle_since >= BUSY_QUIET_NS)
		account->age = 0;
	for (unsigned i = 0; i < BUSY_AGES; i++) {
		const uint64_t end = MS << i, until = account->age + (to - from);

		if (account->age < end)
			account->below[i] += (until < end ? until : end) - account->age;
	}
	account->age += to - from;
	account->idle_since = to;
}

static uint64_t between(uint64_t least, uint64_t most)
{
	return least + (uint64_t)(drand48() * (double)(most - least));
}

static void random_loads(void)
{
	for (unsigned seed = 0; seed < 300; seed++) {
		struct account account = { 0 };
		struct busy_ladder ladder = { 0 };
		uint64_t now = START;
		bool same = true, sums = true;

		srand48((long)seed);
		kernel_reset();
		kernel_switch(0, false, now);
		for (unsigned i = 0; i < 300; i++) {
			const uint64_t from = now += between(MS / 100, drand48() < 0.3 ? 12 * MS : 2 * MS), pieces = between(1, 4);

			kernel_switch(0, true, now);
			for (uint64_t piece = 0; piece < pieces; piece++) {
				now += between(1, drand48() < 0.2 ? 40 * MS : 2 * MS);
				kernel_switch(0, piece + 1 < pieces, now);
			}
			account_busy(&account, from, now);
			busy_ladder_read(&ladder, &kernel_records[0], now);
			for (unsigned step = 0; step < BUSY_AGES; step++) {
				same &= ladder.young[step] == account.below[step];
				sums &= ladder.young[step] <= ladder.busy_ns && (step == 0 || ladder.young[step] >= ladder.young[step - 1]);
			}
		}
		CHECK(same);
		CHECK(sums);
	}
}

/* Read in the middle of a stretch, the sums are those of a stretch that ends there. */
static void running_stretch(void)
{
	struct busy_ladder ladder = { 0 };
	struct stretch stretch;

	kernel_reset();
	kernel_switch(0, false, START);
	kernel_switch(0, true, START + 10 * MS);
	busy_ladder_read(&ladder, &kernel_records[0], START + 15 * MS);
	CHECK(ladder.young[0] == MS && ladder.young[2] == 4 * MS && ladder.young[3] == 5 * MS && ladder.young[5] == 5 * MS);
	CHECK(stretch_read(&stretch, &kernel_records[0], START + 15 * MS) && stretch.busy && stretch.age == 5 * MS);
	kernel_switch(0, false, START + 16 * MS);
	CHECK(stretch_read(&stretch, &kernel_records[0], START + 17 * MS) && !stretch.busy && stretch.age == 6 * MS && stretch.idle_since == START + 16 * MS);
	busy_ladder_read(&ladder, &kernel_records[0], START + 50 * MS);
	CHECK(ladder.young[5] == 6 * MS && ladder.busy_ns == 6 * MS);
}

static bool next_is(unsigned cpu, unsigned kind)
{
	struct busy_event event;

	return kernel_take(&event) && event.cpu == cpu && event.kind == kind;
}

static bool nothing_told(void)
{
	struct busy_event event;

	return !kernel_take(&event);
}

static void crossings(void)
{
	kernel_reset();
	kernel_switch(3, false, START);
	kernel_switch(3, true, START + 10 * MS);
	kernel_tick(3, START + 60 * MS);
	CHECK(nothing_told()); /* nobody asked */
	kernel_records[3].threshold = 70 * MS;
	kernel_tick(3, START + 79 * MS);
	CHECK(nothing_told());
	kernel_tick(3, START + 80 * MS);
	CHECK(next_is(3, BUSY_CROSSED));
	kernel_tick(3, START + 90 * MS);
	kernel_switch(3, true, START + 91 * MS);
	CHECK(nothing_told()); /* once a stretch */
	/* A shorter gap neither ends the stretch nor adds to it. */
	kernel_switch(3, false, START + 100 * MS);
	kernel_switch(3, true, START + 103 * MS - 1);
	kernel_tick(3, START + 104 * MS);
	CHECK(nothing_told());
	kernel_switch(3, false, START + 110 * MS);
	kernel_switch(3, true, START + 113 * MS);
	kernel_tick(3, START + 150 * MS);
	CHECK(nothing_told()); /* a new one, 37 ms old */
	kernel_switch(3, true, START + 183 * MS);
	CHECK(next_is(3, BUSY_CROSSED)); /* seen between two tasks */
	/* Another threshold is told again, a lower one at once. */
	kernel_records[3].threshold = 2 * MS;
	kernel_tick(3, START + 184 * MS);
	CHECK(next_is(3, BUSY_CROSSED) && nothing_told());
	kernel_records[3].threshold = 0;
	kernel_tick(3, START + 300 * MS);
	CHECK(nothing_told());
}

static void idle_and_full_ring(void)
{
	kernel_reset();
	kernel_switch(1, false, START);
	kernel_switch(1, true, START + MS);
	kernel_switch(1, false, START + 2 * MS);
	CHECK(nothing_told());
	kernel_records[1].watched = 1;
	kernel_switch(1, true, START + 3 * MS);
	CHECK(nothing_told());
	kernel_switch(1, false, START + 4 * MS);
	CHECK(next_is(1, BUSY_IDLE) && kernel_records[1].watched == 0);
	/* What finds no room is told at the next look. */
	kernel_records[1].threshold = 5 * MS;
	kernel_room = 0;
	kernel_switch(1, true, START + 20 * MS);
	kernel_tick(1, START + 26 * MS);
	CHECK(nothing_told() && kernel_records[1].lost == 1 && kernel_records[1].told == 0);
	kernel_room = 1;
	kernel_tick(1, START + 30 * MS);
	CHECK(next_is(1, BUSY_CROSSED));
	kernel_records[1].watched = 1;
	kernel_room = 0;
	kernel_switch(1, false, START + 31 * MS);
	CHECK(kernel_records[1].watched == 1 && kernel_records[1].lost == 2);
}

static void clock_steps_back(void)
{
	struct stretch stretch;

	kernel_reset();
	kernel_records[0].threshold = 5 * MS;
	kernel_switch(0, false, START);
	kernel_switch(0, true, START + 10 * MS);
	kernel_switch(0, false, START + 14 * MS);
	kernel_switch(0, true, START + 14 * MS - 30);
	CHECK(stretch_read(&stretch, &kernel_records[0], START + 14 * MS - 40) && stretch.age == 4 * MS);
	kernel_switch(0, true, START + 14 * MS - 60);
	kernel_tick(0, START + 14 * MS - 70);
	CHECK(nothing_told());
	kernel_tick(0, START + 15 * MS);
	CHECK(next_is(0, BUSY_CROSSED));
}

int main(void)
{
	random_loads();
	running_stretch();
	crossings();
	idle_and_full_ring();
	clock_steps_back();
	return check_result();
}
