/* SPDX-License-Identifier: MIT */
/* Counters that take turns, under tasks whose events are known. */
#include "bpf/task_count.h"

#include "check.h"

#include <stdbool.h>
#include <stdint.h>

enum { TASKS = 3, TURN_NS = 4000000 };

/* Events a us of each task; the last one is the idle CPU. */
static const uint64_t rate[TASKS] = { 1000, 50, 0 };

static struct task_counter counter;
static uint64_t value, enabled, running;

/* This much time passes; the counter has every n-th turn. */
static void pass(uint64_t us, uint64_t a_us, unsigned turns)
{
	for (uint64_t i = 0; i < us; i++) {
		const bool has_turn = enabled / TURN_NS % turns == 0;

		enabled += 1000;
		running += has_turn ? 1000 : 0;
		value += has_turn ? a_us : 0;
	}
}

static uint64_t look(void)
{
	return task_count(&counter, value, enabled, running);
}

static void begin(void)
{
	counter = (struct task_counter){ 0 };
	value = 123456789;
	enabled = running = 1000000;
	look();
}

/* Stays short and long against a turn, of tasks that do much, little and nothing: each gets its own. */
static void takes_turns(unsigned turns)
{
	static const uint64_t stay_us[TASKS] = { 700, 300, 9300 };
	uint64_t got[TASKS] = { 0 }, was[TASKS] = { 0 };

	begin();
	for (unsigned i = 0; i < 3000; i++) {
		const unsigned task = i % TASKS;

		pass(stay_us[task], rate[task], turns);
		got[task] += look();
		was[task] += stay_us[task] * rate[task];
	}
	for (unsigned task = 0; task < TASKS; task++)
		CHECK(got[task] >= was[task] * 9 / 10 && got[task] <= was[task] * 11 / 10);
}

static void counts_all_of_the_time(void)
{
	begin();
	for (unsigned i = 0; i < 1000; i++) {
		pass(100, 7, 1);
		CHECK(look() == 700);
	}
}

/* It had no turn for long: that time is nobody's, and the next stay is not given it beyond the highest factor. */
static void starved(void)
{
	begin();
	enabled += UINT64_C(3600000000000);
	CHECK(look() == 0);
	pass(100, 7, 1);
	CHECK(look() <= 700 * TASK_COUNT_MOST);
	for (unsigned i = 0; i < 20000; i++) {
		pass(1000, 7, 1);
		look();
	}
	pass(1000, 7, 1);
	CHECK(look() <= 7000 * 101 / 100);
}

/* The CPU came back with a counter that nobody looked at: events of minutes do not overflow. */
static void large(void)
{
	begin();
	value += UINT64_C(1) << 42;
	enabled += UINT64_C(600000000000);
	running += UINT64_C(150000000000);
	CHECK(look() >> 34 == (UINT64_C(1) << 10) - 1); /* four times as many, but for the ms before */
}

int main(void)
{
	counts_all_of_the_time();
	for (unsigned turns = 1; turns <= 4; turns++)
		takes_turns(turns);
	starved();
	large();
	return check_result();
}
