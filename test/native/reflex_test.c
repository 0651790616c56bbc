/* SPDX-License-Identifier: MIT */
/* The reflex in simulated time. Random loads, settings and failures keep to its promises; and each thing that can go wrong by itself. */
#include "reflex/reflex.h"

#include "check.h"
#include "kernel_side.h"
#include "reflex/policy.h"
#include "reflex_world.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MS WORLD_MS
#define START_MAX 2000000.0
#define START_MIN 1400000.0

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

static void run_ms(uint64_t ms)
{
	world_run_until(&world, world.now + ms * MS);
}

static void run_us(uint64_t us)
{
	world_run_until(&world, world.now + us * (MS / 1000));
}

static void raises_and_lowers(void)
{
	begin(2, 2);
	CHECK(world_on(&world, 0, 12) == 0 && top(0) == START_MAX);
	CHECK(reflex_due(world.reflex) == 0);
	world_switch(&world, 0, true);
	run_ms(7);
	CHECK(top(0) == START_MAX);
	run_ms(5); /* by 12 ms at the latest, but for the way to the file */
	run_us(500);
	CHECK(top(0) == WORLD_MOST && policy_of(0)->raises == 1);
	/* A pause of 0.8 ms changes nothing, nor does an idle CPU beside a busy one. */
	world_switch(&world, 0, false);
	run_us(800);
	world_switch(&world, 0, true);
	run_ms(50);
	world_switch(&world, 1, true);
	world_switch(&world, 0, false);
	run_ms(100);
	CHECK(top(0) == WORLD_MOST);
	world_switch(&world, 1, false);
	run_us(800);
	CHECK(top(0) == WORLD_MOST);
	run_ms(100);
	CHECK(top(0) == START_MAX && reflex_due(world.reflex) == 0 && policy_of(0)->raises == 1);
	world_free(&world);
}

/* Both CPUs of a domain cross, and rest, at the same moment: one raise and one lowering, a write each. */
static void two_of_a_domain_at_once(void)
{
	unsigned long writes;

	begin(2, 2);
	world_on(&world, 0, 12);
	for (unsigned i = 1; i <= 20; i++) {
		run_ms(50);
		writes = world.policies[0].writes;
		world_switch(&world, 0, true);
		world_switch(&world, 1, true);
		run_ms(30);
		CHECK(top(0) == WORLD_MOST && policy_of(0)->raises == i && world.policies[0].writes == writes + 1);
		world_switch(&world, 0, false);
		world_switch(&world, 1, false);
		run_ms(20);
		CHECK(top(0) == START_MAX && world.policies[0].writes == writes + 2);
	}
	CHECK(reflex_due(world.reflex) == 0);
	world_free(&world);
}

/* The kernel's two clocks differ by ns, and a virtual machine's may jump. By however much it goes back, nothing hangs: no longer than that. */
static void clock_goes_back(void)
{
	static const uint64_t steps[] = { 40, 10000, 60 * MS };

	for (unsigned i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		begin(1, 1);
		world_on(&world, 0, 12);
		run_ms(100);
		world_switch(&world, 0, true);
		run_ms(3);
		world.now -= steps[i]; /* while young */
		world_run_until(&world, world.now + steps[i] + 13 * MS);
		CHECK(top(0) == WORLD_MOST && policy_of(0)->raises == 1);
		world.now -= steps[i]; /* while raised: to before it was */
		run_ms(5);
		CHECK(top(0) == WORLD_MOST);
		world_switch(&world, 0, false);
		run_us(500);
		world.now -= steps[i]; /* while it rests */
		world_run_until(&world, world.now + steps[i] + 70 * MS);
		CHECK(top(0) == START_MAX && reflex_due(world.reflex) == 0 && world.policies[0].told == 0);
		world_switch(&world, 0, true);
		run_ms(13);
		CHECK(top(0) == WORLD_MOST && policy_of(0)->raises == 2);
		CHECK(reflex_raise_after(world.reflex, 0, 0, NULL, NULL) == 0 && policy_raised_ns(policy_of(0)) < 1000 * MS);
		world_free(&world);
	}
}

static void quiet_machine_sleeps(void)
{
	unsigned long wakes, writes;

	begin(4, 1);
	for (unsigned i = 0; i < 4; i++)
		world_on(&world, i, 8);
	run_ms(10);
	wakes = world.wakes;
	writes = world.policies[0].writes;
	for (unsigned i = 0; i < 200; i++) {
		world_switch(&world, i % 4, true);
		run_ms(3);
		world_switch(&world, i % 4, false);
		run_ms(30);
	}
	CHECK(world.wakes == wakes && world.policies[0].writes == writes);
	world_free(&world);
}

/* Short pauses: so that no rest is long enough, and the helper is woken now and then only. */
static void pauses_wake_seldom(void)
{
	unsigned long wakes;

	begin(1, 1);
	world_on(&world, 0, 8);
	world_switch(&world, 0, true);
	run_ms(20);
	wakes = world.wakes;
	for (unsigned i = 0; i < 1000; i++) {
		world_switch(&world, 0, false);
		run_us(700);
		world_switch(&world, 0, true);
		run_us(1300);
	}
	CHECK(top(0) == WORLD_MOST);
	CHECK(world.wakes - wakes < 2 * 75 && world.wakes > wakes);
	world_free(&world);
}

static void off_means_the_engines_limits(void)
{
	begin(1, 1);
	world_on(&world, 0, 8);
	CHECK(top(0) == START_MAX);
	CHECK(policy_own(policy_of(0), REFLEX_MAX, 3000000) == 0 && top(0) == START_MAX);
	CHECK(policy_own(policy_of(0), REFLEX_MAX, 1500000) == 0 && top(0) == 1500000); /* never above the engine's */
	CHECK(policy_own(policy_of(0), REFLEX_MAX, 3000000) == 0 && top(0) == START_MAX);
	CHECK(reflex_raise_after(world.reflex, 0, 0, NULL, NULL) == 0 && top(0) == 3000000 && !policy_of(0)->raise_ms);
	CHECK(reflex_due(world.reflex) == 0 && kernel_records[0].threshold == 0);
	world_free(&world);
}

static void foreign_writes(void)
{
	begin(2, 1);
	reflex_start(world.reflex, 0, REFLEX_MIN, 1200000);
	world_on(&world, 0, 8);
	CHECK(world.policies[0].file[REFLEX_MIN] == 1200000);
	run_ms(100);
	world.policies[0].file[REFLEX_MAX] = 1700000;
	world_switch(&world, 0, true);
	run_ms(30);
	/* What somebody else wrote stays; what is still ours is the engine's. */
	CHECK(top(0) == 1700000 && world.policies[0].file[REFLEX_MIN] == WORLD_LEAST);
	CHECK(!policy_of(0)->raise_ms && world.policies[0].told == 1 && strstr(world.policies[0].why, "1700000"));
	CHECK(world_on(&world, 0, 8) == 0); /* asked anew, by an engine that takes the found limit for its own */
	CHECK(reflex_raise_after(world.reflex, 1, 8, (double[]){ WORLD_LEAST, 3900000 }, (double[]){ WORLD_LEAST, 3900000 }) == -EBUSY);
	world.policies[1].file[REFLEX_MAX] = 3600000;
	CHECK(reflex_raise_after(world.reflex, 1, 8, (double[]){ WORLD_LEAST, 3900000 }, (double[]){ WORLD_LEAST, 3600000 }) == 0); /* clamped by the kernel */
	CHECK(reflex_raise_after(world.reflex, 0, 0, NULL, NULL) == 0);
	CHECK(reflex_raise_after(world.reflex, 0, 8, (double[]){ WORLD_LEAST, WORLD_MOST + 1 }, (double[]){ WORLD_LEAST, 1700000 }) == -ERANGE);
	world_free(&world);
}

/* A cap below the start: the files read it, and our requests do not stay at the start behind it. Nor is it taken for somebody's writing. */
static void held_down_below_the_start(void)
{
	begin(2, 1);
	for (unsigned i = 0; i < 2; i++) {
		reflex_start(world.reflex, i, REFLEX_MIN, START_MAX);
		world_on(&world, i, 8);
	}
	run_ms(100);
	CHECK(top(0) == START_MAX && world.policies[0].file[REFLEX_MIN] == START_MAX);
	world.policies[0].held_down = 1500000;
	policy_compare(policy_of(0));
	run_ms(100);
	CHECK(top(0) == WORLD_MOST && world.policies[0].file[REFLEX_MIN] == WORLD_LEAST);
	CHECK(!policy_of(0)->raise_ms && world.policies[0].told == 1 && strstr(world.policies[0].why, "holds it down"));
	/* Beside a raised policy's cap somebody writes: theirs stays. */
	world_switch(&world, 1, true);
	run_ms(30);
	CHECK(top(1) == WORLD_MOST);
	world.policies[1].held_down = 3000000;
	world.policies[1].file[REFLEX_MAX] = 1700000;
	policy_compare(policy_of(1));
	run_ms(100);
	CHECK(top(1) == 1700000 && world.policies[1].file[REFLEX_MIN] == WORLD_LEAST && !policy_of(1)->raise_ms);
	world_free(&world);
}

/* A cap acts, above or below what somebody wrote, or none does; young or raised, in a kernel that is fast or slow. Whoever wrote a maximum or a minimum
 * that can be seen has it, and no request stays at the start behind a cap. */
static void somebody_writes_beside_a_cap(void)
{
	static const double caps[] = { 0, 3000000, 1800000, 1500000 }, written[] = { 0, 1700000, 1200000 }, minima[] = { 0, 1000000 };

	for (unsigned n = 0; n < 4 * 3 * 2 * 2 * 2; n++) {
		const double cap = caps[n % 4], maximum = written[n / 4 % 3], minimum = minima[n / 12 % 2];
		const bool raised = n / 24 % 2, seen = maximum > 0 && (cap == 0 || maximum < cap);
		double *file = world.policies[0].file;

		begin(1, 1);
		world.settle_ns = n / 48 ? 30 * MS : 0;
		reflex_start(world.reflex, 0, REFLEX_MIN, START_MIN);
		world_on(&world, 0, 8);
		if (raised)
			world_switch(&world, 0, true);
		run_ms(200);
		world.policies[0].held_down = cap;
		file[REFLEX_MAX] = maximum > 0 ? maximum : file[REFLEX_MAX];
		file[REFLEX_MIN] = minimum > 0 ? minimum : file[REFLEX_MIN];
		policy_compare(policy_of(0));
		run_ms(300);
		if (!seen && minimum == 0 && (cap == 0 || (cap > START_MAX && !raised))) {
			CHECK(policy_of(0)->raise_ms && world.policies[0].told == 0);
			world_free(&world);
			continue;
		}
		CHECK(!policy_of(0)->raise_ms && world.policies[0].told == 1 && reflex_due(world.reflex) == 0);
		CHECK(!seen || top(0) == maximum);
		CHECK(maximum > 0 || top(0) == WORLD_MOST);
		/* With no cap a minimum that reads as the maximum counts as written. */
		CHECK(file[REFLEX_MIN] == (minimum > 0 ? minimum : WORLD_LEAST) || (cap == 0 && maximum < START_MIN));
		CHECK(!seen || raised || (strstr(world.policies[0].why, "nor the engine wrote") != NULL));
		world_free(&world);
	}
}

/* The cap itself moves while the write settles: it becomes nobody's wish. */
static void cap_eases_meanwhile(void)
{
	begin(1, 1);
	world_on(&world, 0, 8);
	run_ms(100);
	world.policies[0].held_down = 1500000;
	policy_compare(policy_of(0));
	world.policies[0].held_down = 1800000;
	run_ms(100);
	CHECK(top(0) == WORLD_MOST && world.policies[0].told == 1 && strstr(world.policies[0].why, "holds it down"));
	/* Nor does anything follow a release in between: somebody else restores. */
	world.policies[0].held_down = 0;
	CHECK(world_on(&world, 0, 8) == 0);
	run_ms(100);
	world.policies[0].held_down = 1500000;
	policy_compare(policy_of(0));
	CHECK(reflex_due(world.reflex) != 0);
	reflex_release(world.reflex);
	world.policies[0].held_down = 0;
	world.policies[0].file[REFLEX_MAX] = 3900000;
	run_ms(100);
	CHECK(top(0) == 3900000 && reflex_due(world.reflex) == 0);
	world_free(&world);
}

/* Our own young value in a raised policy would hold the clock down. */
static void stuck_low_is_mended(void)
{
	begin(1, 1);
	world_on(&world, 0, 8);
	world_switch(&world, 0, true);
	run_ms(100);
	for (unsigned i = 0; i < 3; i++) {
		world.policies[0].file[REFLEX_MAX] = START_MAX;
		run_ms(100);
		policy_compare(policy_of(0));
		reflex_look(world.reflex);
		CHECK(top(0) == WORLD_MOST);
		run_ms(100);
	}
	/* Somebody who insists on it gets it. */
	world.policies[0].file[REFLEX_MAX] = START_MAX;
	policy_compare(policy_of(0));
	CHECK(top(0) == START_MAX && !policy_of(0)->raise_ms && world.policies[0].told == 1);
	world_free(&world);
}

static void refused_writes(void)
{
	begin(1, 1);
	world_on(&world, 0, 8);
	world.policies[0].failures = 5;
	world_switch(&world, 0, true);
	run_ms(200);
	CHECK(top(0) == WORLD_MOST && world.policies[0].told == 0);
	world_switch(&world, 0, false);
	world.policies[0].failures = 1; /* of the lowering, said once */
	run_ms(500);
	CHECK(top(0) == WORLD_MOST && world.policies[0].told == 1);
	run_ms(1500);
	CHECK(top(0) == START_MAX && world.policies[0].told == 1);
	world.policies[0].failures = 1000000;
	world_switch(&world, 0, true);
	run_ms(20000);
	CHECK(!policy_of(0)->raise_ms && world.policies[0].told == 2 && reflex_due(world.reflex) == 0);
	world_free(&world);
}

static void lost_events(void)
{
	begin(1, 1);
	world_on(&world, 0, 8);
	kernel_room = 0;
	world_switch(&world, 0, true);
	run_ms(50);
	CHECK(top(0) == START_MAX);
	kernel_room = KERNEL_RING; /* the next tick tells again */
	run_ms(5);
	CHECK(top(0) == WORLD_MOST);
	kernel_room = 0;
	world_switch(&world, 0, false);
	run_ms(50);
	CHECK(top(0) == WORLD_MOST); /* raised is the safe side, until something looks */
	reflex_look(world.reflex);
	run_ms(10);
	CHECK(top(0) == START_MAX);
	world_switch(&world, 0, true);
	run_ms(20);
	CHECK(top(0) == START_MAX);
	reflex_look(world.reflex);
	CHECK(top(0) == WORLD_MOST);
	world_free(&world);
}

static void cpus_come_and_go(void)
{
	const unsigned one[] = { 1 };
	struct reflex_policy_facts facts = { .id = 0, .cpus = one, .cpu_count = 1, .least = WORLD_LEAST, .most = WORLD_MOST };

	begin(2, 2);
	world_on(&world, 0, 8);
	world_switch(&world, 0, true);
	run_ms(30);
	CHECK(top(0) == WORLD_MOST);
	/* CPU 0 goes offline and its record says busy for ever: it counts no more. */
	reflex_describe(world.reflex, &facts, 1);
	CHECK(kernel_records[0].threshold == 0 && kernel_records[1].threshold != 0);
	run_ms(30);
	CHECK(top(0) == START_MAX && kernel_records[1].threshold == 4 * MS);
	/* All go, and come back to files that the driver made anew. */
	facts.cpu_count = 0;
	reflex_describe(world.reflex, &facts, 1);
	world.policies[0].file[REFLEX_MAX] = 3600000;
	CHECK(reflex_raise_after(world.reflex, 0, 9, NULL, NULL) == -ENODEV);
	facts.cpu_count = 1;
	reflex_describe(world.reflex, &facts, 1);
	run_ms(30);
	CHECK(top(0) == START_MAX && policy_of(0)->raise_ms);
	world_switch(&world, 1, true);
	run_ms(30);
	CHECK(top(0) == WORLD_MOST);
	/* Boost was switched off: the engine's maximum is above the range now. */
	facts.most = 3000000;
	reflex_describe(world.reflex, &facts, 1);
	world_switch(&world, 1, false);
	run_ms(100);
	CHECK(top(0) == START_MAX);
	world_switch(&world, 1, true);
	run_ms(30);
	CHECK(top(0) == 3000000 && world.policies[0].told == 0);
	reflex_describe(world.reflex, NULL, 0);
	CHECK(reflex_due(world.reflex) == 0);
	world_free(&world);
}

/* The last CPU goes offline while a write is being tried again: nothing is due until it returns, else the helper would spin. */
static void last_cpu_goes_while_refused(void)
{
	const unsigned cpus[] = { 0 };
	struct reflex_policy_facts facts = { .id = 0, .cpus = cpus, .cpu_count = 1, .least = WORLD_LEAST, .most = WORLD_MOST };

	begin(1, 1);
	world_on(&world, 0, 8);
	world.policies[0].error = EBUSY;
	world.policies[0].failures = 1000;
	world_switch(&world, 0, true);
	run_ms(12);
	CHECK(reflex_due(world.reflex) != 0);
	facts.cpu_count = 0;
	reflex_describe(world.reflex, &facts, 1);
	CHECK(reflex_due(world.reflex) == 0);
	world.policies[0].failures = 0;
	facts.cpu_count = 1;
	reflex_describe(world.reflex, &facts, 1);
	run_ms(30);
	CHECK(top(0) == WORLD_MOST && policy_of(0)->raise_ms);
	world_free(&world);
}

static void no_more_ages(void)
{
	begin(2, 1);
	world.deaf = true;
	CHECK(world_on(&world, 0, 8) == -EPERM && !policy_of(0)->raise_ms && top(0) == WORLD_MOST);
	world.deaf = false;
	CHECK(world_on(&world, 0, 8) == 0 && top(0) == START_MAX);
	CHECK(reflex_end(world.reflex) && top(0) == WORLD_MOST && !policy_of(0)->raise_ms && !reflex_end(world.reflex));
	world_free(&world);
}

/* As often as it can: 5 ms of work, a rest of 3.5, on every CPU. Returns the most and the least lowerings in one of these seconds. */
static void hurry(unsigned cpus, unsigned long *most, unsigned long *least)
{
	unsigned long before = 0;

	begin(cpus, 1);
	for (unsigned i = 0; i < cpus; i++)
		world_on(&world, i, 1);
	run_ms(2000);
	*most = 0;
	*least = 1000000;
	for (unsigned second = 0; second < 10; second++) {
		const uint64_t end = world.now + 1000 * MS;
		unsigned long after = 0;

		while (world.now < end) {
			for (unsigned i = 0; i < cpus; i++)
				world_switch(&world, i, true);
			run_ms(5);
			for (unsigned i = 0; i < cpus; i++)
				world_switch(&world, i, false);
			world_run_until(&world, world.now + 35 * MS / 10);
		}
		for (unsigned i = 0; i < cpus; i++)
			after += world.policies[i].lowerings;
		if (second && after - before > *most)
			*most = after - before;
		if (second && after - before < *least)
			*least = after - before;
		before = after;
	}
	world_free(&world);
}

static void budgets(void)
{
	unsigned long most, least;

	hurry(1, &most, &least);
	CHECK(most <= PAIRS_A_SECOND + 1 && least >= PAIRS_A_SECOND - 5); /* our seconds may be a little longer than one */
	hurry(32, &most, &least);
	CHECK(2 * most <= WRITES_A_SECOND + WRITES_AT_ONCE && 2 * least >= WRITES_A_SECOND - 50);
	hurry(256, &most, &least);
	CHECK(2 * most <= WRITES_A_SECOND + WRITES_AT_ONCE && 2 * least >= WRITES_A_SECOND - 50);
}

/* All 256 at once: raising always happens, and lowering keeps to the budget. */
static void many_at_once(void)
{
	unsigned raised = 0, low = 0, lower;
	unsigned long before = 0, after = 0;

	begin(256, 1);
	for (unsigned i = 0; i < 256; i++)
		CHECK(world_on(&world, i, 8) == 0);
	run_ms(3000);
	for (unsigned i = 0; i < 256; i++)
		low += top(i) == START_MAX;
	CHECK(low == 256);
	for (unsigned i = 0; i < 256; i++)
		world_switch(&world, i, true);
	run_ms(40);
	for (unsigned i = 0; i < 256; i++) {
		raised += top(i) == WORLD_MOST;
		before += world.policies[i].writes;
		world_switch(&world, i, false);
	}
	CHECK(raised == 256);
	run_ms(1000);
	for (unsigned i = 0; i < 256; i++)
		after += world.policies[i].writes;
	CHECK(after - before <= WRITES_A_SECOND + WRITES_AT_ONCE);
	lower = 0;
	run_ms(2000);
	for (unsigned i = 0; i < 256; i++)
		lower += top(i) == START_MAX;
	CHECK(lower == 256 && reflex_due(world.reflex) == 0);
	world_free(&world);
}

/* A driver that takes 50 ms: the helper still has most of its time for others. */
static void slow_driver(void)
{
	const uint64_t second = 1000 * MS;
	uint64_t began;
	unsigned long writes;

	begin(4, 1);
	world.write_ns = 50 * MS;
	for (unsigned i = 0; i < 4; i++)
		world_on(&world, i, 1);
	run_ms(10000);
	began = world.now;
	writes = 0;
	for (unsigned i = 0; i < 4; i++)
		writes -= world.policies[i].writes;
	while (world.now < began + 60 * second) {
		for (unsigned i = 0; i < 4; i++)
			world_switch(&world, i, true);
		run_ms(20);
		for (unsigned i = 0; i < 4; i++)
			world_switch(&world, i, false);
		run_ms(20);
	}
	for (unsigned i = 0; i < 4; i++)
		writes += world.policies[i].writes;
	CHECK(writes > 10 && (double)writes * 0.05 < 0.15 * 60);
	world_free(&world);
}

int main(void)
{
	raises_and_lowers();
	two_of_a_domain_at_once();
	clock_goes_back();
	quiet_machine_sleeps();
	pauses_wake_seldom();
	off_means_the_engines_limits();
	foreign_writes();
	held_down_below_the_start();
	somebody_writes_beside_a_cap();
	cap_eases_meanwhile();
	stuck_low_is_mended();
	refused_writes();
	lost_events();
	cpus_come_and_go();
	last_cpu_goes_while_refused();
	no_more_ages();
	budgets();
	many_at_once();
	slow_driver();
	return check_result();
}
