/* SPDX-License-Identifier: MIT */
/* When the reflex raises, in simulated time: at the age and not before, for what goes on then; and what waiting for that costs at the most. */
#include "reflex/reflex.h"

#include "check.h"
#include "kernel_side.h"
#include "reflex/policy.h"
#include "reflex_world.h"

#define MS WORLD_MS
#define START_MAX 2000000.0

static struct world world;

static void begin(unsigned cpus, unsigned each)
{
	world_init(&world, cpus);
	world_describe(&world, each);
	for (unsigned i = 0; i < cpus / each; i++)
		reflex_start(world.reflex, i, REFLEX_MAX, START_MAX);
}

static double top(unsigned policy)
{
	return world.policies[policy].file[REFLEX_MAX];
}

static struct policy_reflex *policy_of(unsigned id)
{
	return reflex_policy(world.reflex, id);
}

static void run_us(uint64_t us)
{
	world_run_until(&world, world.now + us * (MS / 1000));
}

static void run_ms(uint64_t ms)
{
	run_us(1000 * ms);
}

/* The next switch is then the first thing after a tick. */
static void run_to_tick(void)
{
	world_run_until(&world, (world.now / (4 * MS) + 1) * 4 * MS);
}

/* Begins in each part of a tick, and is busy until it is raised: the ns that took. */
static void until_raised(unsigned ms, uint64_t *least, uint64_t *most)
{
	*least = UINT64_MAX;
	*most = 0;
	for (uint64_t begun = 0; begun < 4 * MS; begun += MS / 10) {
		uint64_t took;

		begin(1, 1);
		world_on(&world, 0, ms);
		run_ms(8);
		run_to_tick();
		world_run_until(&world, world.now + begun);
		took = world.now;
		world_switch(&world, 0, true);
		for (unsigned i = 0; i < 100 && top(0) != WORLD_MOST; i++)
			world_run_until(&world, world.now + MS / 4);
		took = policy_of(0)->raised_since - took;
		CHECK(top(0) == WORLD_MOST && policy_of(0)->raises == 1);
		*least = took < *least ? took : *least;
		*most = took > *most ? took : *most;
		world_free(&world);
	}
}

static void raises_at_its_age(void)
{
	uint64_t least, most;

	for (unsigned ms = 4; ms < 20; ms++) {
		until_raised(ms, &least, &most);
		CHECK(least >= ms * MS - WAY_NS && most <= ms * MS + WAY_NS);
	}
	/* A tick sees a younger stretch only when it comes: then it is old already, or is waited for. */
	for (unsigned ms = 1; ms < 4; ms++) {
		until_raised(ms, &least, &most);
		CHECK(least >= ms * MS - WAY_NS && least <= ms * MS + WAY_NS && most > 35 * MS / 10 && most <= 4 * MS + WAY_NS);
	}
}

static void gaps_put_the_raise_off(void)
{
	begin(1, 1);
	world_on(&world, 0, 8);
	run_ms(8);
	run_to_tick();
	world_switch(&world, 0, true);
	run_us(7500);
	world_switch(&world, 0, false);
	run_us(900); /* it would have been old in this gap */
	world_switch(&world, 0, true);
	run_us(300);
	CHECK(top(0) == START_MAX && policy_of(0)->waiting);
	run_us(400);
	CHECK(top(0) == WORLD_MOST && policy_of(0)->raises == 1 && policy_of(0)->spared == 0);
	world_free(&world);
}

/* Switched on while a stretch is near its age, and before the tick that would tell it. */
static void switched_on_late(void)
{
	begin(1, 1);
	run_to_tick();
	run_us(500);
	world_switch(&world, 0, true);
	run_us(7600);
	world_on(&world, 0, 8);
	CHECK(top(0) == START_MAX);
	run_us(600);
	CHECK(top(0) == WORLD_MOST && policy_of(0)->raises == 1);
	world_free(&world);
}

static void what_ended_is_spared(void)
{
	unsigned long writes, wakes;

	begin(2, 2);
	world_on(&world, 0, 8);
	run_ms(8);
	writes = world.policies[0].writes;
	wakes = world.wakes;
	for (unsigned i = 1; i <= 100; i++) {
		run_to_tick();
		world_switch(&world, 0, true);
		run_us(5000 + i * 28);
		world_switch(&world, 0, false);
		run_ms(40);
		CHECK(policy_of(0)->spared == i && reflex_due(world.reflex) == 0);
	}
	CHECK(world.policies[0].writes == writes && policy_of(0)->raises == 0);
	CHECK(world.wakes - wakes <= 700); /* the tick, the age, and looks within the gap of 1 ms */
	/* While one CPU's stretch ends the other's goes on. */
	run_to_tick();
	world_switch(&world, 0, true);
	run_ms(2);
	world_switch(&world, 1, true);
	run_us(5500);
	world_switch(&world, 0, false);
	run_ms(2);
	CHECK(top(0) == START_MAX && policy_of(0)->spared == 100);
	run_ms(1);
	CHECK(top(0) == WORLD_MOST && policy_of(0)->raises == 1);
	world_free(&world);
}

/* A kernel that shows a CPU's record in change for ever: it can't be told, so it counts as busy for long. */
static void what_cannot_be_told_is_raised(void)
{
	begin(1, 1);
	world_on(&world, 0, 8);
	kernel_records[0].sequence |= 1;
	reflex_look(world.reflex);
	run_ms(1000);
	CHECK(top(0) == WORLD_MOST && policy_of(0)->raises == 1);
	kernel_records[0].sequence += 1;
	reflex_look(world.reflex);
	run_ms(100);
	CHECK(top(0) == START_MAX);
	world_free(&world);
}

/* 64 CPUs, each with 100 stretches a second that end just before their age: beyond a bound they are not waited for, but raised. */
static void waits_are_bounded(void)
{
	enum { MANY = 64, SECONDS = 10, TURN_US = 10000, STEP_US = 50 };
	uint64_t raises = 0, spared = 0;

	begin(MANY, 1);
	for (unsigned i = 0; i < MANY; i++)
		world_on(&world, i, 8);
	run_ms(3000);
	for (uint64_t at = 0; at < SECONDS * 1000000; at += STEP_US) {
		for (unsigned cpu = 0; cpu < MANY; cpu++) {
			const uint64_t turn = (at + cpu * (TURN_US / MANY / STEP_US * STEP_US)) % TURN_US;

			if (turn == 0 || turn == 7700)
				world_switch(&world, cpu, turn == 0);
		}
		run_us(STEP_US);
	}
	for (unsigned i = 0; i < MANY; i++) {
		raises += policy_of(i)->raises;
		spared += policy_of(i)->spared;
	}
	CHECK(raises > 0 && spared > 0 && spared <= SECONDS * WRITES_A_SECOND + WRITES_AT_ONCE);
	world_free(&world);
}

/* Raised for one CPU: the stretches of the other are no news. */
static void raised_is_told_nothing(void)
{
	unsigned long wakes;

	begin(2, 2);
	world_on(&world, 0, 8);
	world_switch(&world, 0, true);
	run_ms(20);
	wakes = world.wakes;
	for (unsigned i = 0; i < 100; i++) {
		world_switch(&world, 1, true);
		run_ms(20);
		world_switch(&world, 1, false);
		run_ms(5);
	}
	CHECK(top(0) == WORLD_MOST && world.wakes == wakes);
	/* Young again it is told. */
	world_switch(&world, 0, false);
	run_ms(20);
	CHECK(top(0) == START_MAX);
	world_switch(&world, 1, true);
	run_ms(9);
	CHECK(top(0) == WORLD_MOST);
	world_free(&world);
}

int main(void)
{
	raises_at_its_age();
	gaps_put_the_raise_off();
	switched_on_late();
	what_ended_is_spared();
	what_cannot_be_told_is_raised();
	waits_are_bounded();
	raised_is_told_nothing();
	return check_result();
}
