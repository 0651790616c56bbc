/* SPDX-License-Identifier: MIT */
/* The reflex under random loads, settings, delays, lost events and refused writes. What must hold at every moment:
 *   files stay within the range, the minimum not above the maximum, and in one of the two states;
 *   no policy is young while one of its CPUs works in an old stretch, but for the reaction: the way to the helper, its writes;
 *   none is raised for a stretch that is not old yet;
 *   no policy is lowered more than 50 times in a second;
 *   nothing is due while nothing is raised and nothing waits for an age; off means the engine's own limits.
 * Argument: a seed to run alone. */
#include "reflex/reflex.h"

#include "check.h"
#include "kernel_side.h"
#include "reflex/policy.h"
#include "reflex_world.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define MS WORLD_MS

enum { TICK_MS = 4, CPUS = 6, EACH = 2, POLICIES = CPUS / EACH, SEEDS = 120, STEPS = 300 };

static struct world world;
/* How a CPU is busy: a mean length and a mean pause in ns. */
static double busy_mean[CPUS], idle_mean[CPUS];
static uint64_t old_since[POLICIES];
static uint64_t worst; /* ns that a policy was young beside an old stretch */
static unsigned long lowerings, spared;
static uint64_t raises[POLICIES];
static bool slow; /* a write takes so long that the stretch which it is for may be another by then */
static const char *wrong;

static uint64_t between(uint64_t least, uint64_t most)
{
	return least + (uint64_t)(drand48() * (double)(most - least));
}

static uint64_t random_switch(struct world *of, unsigned cpu, bool busy)
{
	return of->now + 1000 + (uint64_t)(-log(1 - drand48()) * (busy ? busy_mean[cpu] : idle_mean[cpu]));
}

static bool is_old(unsigned cpu, uint64_t age)
{
	struct stretch stretch;

	return stretch_read(&stretch, &kernel_records[cpu], world.now) && stretch.busy && stretch.age >= age;
}

/* A stretch that just ended counts: its raise was on the way. */
static bool was_old(unsigned id, const struct policy_reflex *policy)
{
	for (unsigned i = 0; i < EACH; i++) {
		struct stretch stretch;

		if (!stretch_read(&stretch, &kernel_records[id * EACH + i], world.now) || stretch.age + WAY_NS >= policy->raise_ms * MS)
			return true;
	}
	return false;
}

static void hold(bool good, const char *what)
{
	if (!good && !wrong)
		wrong = what;
}

static void check_raises(unsigned id, const struct policy_reflex *policy)
{
	if (policy->raises == raises[id])
		return;
	raises[id] = policy->raises;
	hold(slow || was_old(id, policy), "raised before its age");
}

static void check_policy(unsigned id)
{
	const struct policy_reflex *policy = reflex_policy(world.reflex, id);
	const double *file = world.policies[id].file;
	double young[REFLEX_LIMITS], own[REFLEX_LIMITS];
	bool old = false;

	values_target(&policy->values, false, young);
	values_target(&policy->values, true, own);
	for (enum reflex_limit limit = REFLEX_MIN; limit < REFLEX_LIMITS; limit++)
		hold(file[limit] >= WORLD_LEAST && file[limit] <= WORLD_MOST, "a limit outside the range");
	hold(file[REFLEX_MIN] <= file[REFLEX_MAX], "a minimum above its maximum");
	check_raises(id, policy);
	/* An age below a tick is seen at the first tick. */
	for (unsigned i = 0; policy->raise_ms && i < EACH; i++)
		old |= is_old(id * EACH + i, (policy->raise_ms > TICK_MS ? policy->raise_ms : TICK_MS) * MS);
	if (!old || file[REFLEX_MAX] >= own[REFLEX_MAX] || file[REFLEX_MAX] > young[REFLEX_MAX])
		old_since[id] = 0;
	else if (!old_since[id])
		old_since[id] = world.now;
	else if (world.now - old_since[id] > worst)
		worst = world.now - old_since[id];
}

static void check_world(struct world *of)
{
	(void)of;
	for (unsigned id = 0; id < POLICIES; id++)
		check_policy(id);
}

static void note_lowerings(void)
{
	static unsigned long seen[POLICIES];

	for (unsigned id = 0; id < POLICIES; id++) {
		const struct world_policy *policy = &world.policies[id];

		if (seen[id] > policy->lowerings)
			seen[id] = 0;
		lowerings += policy->lowerings - seen[id];
		seen[id] = policy->lowerings;
		if (policy->lowerings > PAIRS_A_SECOND)
			hold(policy->lowered[(policy->lowerings - 1) % 64] - policy->lowered[(policy->lowerings - 1 - PAIRS_A_SECOND) % 64] >= 1000 * MS - MS, "51 lowerings in a second");
	}
}

static void change_settings(void)
{
	const unsigned id = (unsigned)between(0, POLICIES);
	struct policy_reflex *policy = reflex_policy(world.reflex, id);
	const double start = (double)between(800, 4000) * 1000;
	const uint64_t kind = between(0, 10);

	if (kind < 4 && !policy->raise_ms)
		world_on(&world, id, (unsigned)between(1, 30));
	else if (kind == 0)
		reflex_raise_after(world.reflex, id, 0, NULL, NULL);
	else if (kind == 1)
		reflex_raise_after(world.reflex, id, (unsigned)between(1, 30), NULL, NULL);
	else if (kind == 2 && policy->raise_ms)
		policy_own(policy, REFLEX_MAX, fmax(start, policy->values.own[REFLEX_MIN]));
	else if (kind == 3 && policy->raise_ms)
		policy_own(policy, REFLEX_MIN, fmin(start, policy->values.own[REFLEX_MAX]));
	else if (kind == 4)
		reflex_start(world.reflex, id, REFLEX_MIN, fmin(start, policy->values.start[REFLEX_MAX]));
	else if (kind == 5)
		reflex_start(world.reflex, id, REFLEX_MAX, fmax(start, policy->values.start[REFLEX_MIN]));
}

static void change_loads(void)
{
	for (unsigned cpu = 0; cpu < CPUS; cpu++) {
		if (drand48() < 0.7)
			continue;
		busy_mean[cpu] = (double)between(MS / 10, drand48() < 0.3 ? 200 * MS : 12 * MS);
		idle_mean[cpu] = (double)between(MS / 10, drand48() < 0.5 ? 4 * MS : 40 * MS);
		if (!world.next_switch[cpu])
			world.next_switch[cpu] = world.now + 1000;
	}
}

static bool anything_awaited(void)
{
	for (unsigned id = 0; id < POLICIES; id++)
		if (reflex_policy(world.reflex, id)->raised || reflex_policy(world.reflex, id)->waiting)
			return true;
	return false;
}

/* kind 0: nothing fails; 1: events are lost now and then; 2: writes are refused now and then; 3: a driver that takes 5 ms. */
static void run(unsigned seed)
{
	const unsigned kind = seed % 4;
	/* The way to the helper, and the policies' writes before. */
	uint64_t allowed;

	srand48((long)seed);
	world_init(&world, CPUS);
	world.check = check_world;
	world.next = random_switch;
	world.wake_ns = between(20000, MS);
	world.late_ns = between(0, MS);
	world.settle_ns = between(0, 30 * MS);
	world.write_ns = kind == 3 ? 5 * MS : between(20000, 90000);
	slow = kind == 3;
	allowed = (world.wake_ns > world.late_ns ? world.wake_ns : world.late_ns) + 2 * (2 * POLICIES + 4) * world.write_ns + MS;
	for (unsigned id = 0; id < POLICIES; id++) {
		old_since[id] = raises[id] = 0;
		world.policies[id].error = id % 2 ? EBUSY : EIO;
		world.policies[id].failure_chance = kind == 2 ? 0.05 : 0;
	}
	worst = 0;
	lowerings = 0;
	wrong = NULL;
	world_describe(&world, EACH);
	change_loads();
	for (unsigned step = 0; step < STEPS && !wrong; step++) {
		change_loads();
		change_settings();
		check_world(&world);
		if (kind == 1)
			kernel_room = drand48() < 0.3 ? 0 : KERNEL_RING;
		world_run_until(&world, world.now + between(MS, 60 * MS));
		kernel_room = KERNEL_RING;
		if (kind == 1)
			reflex_look(world.reflex);
		check_world(&world);
		if (kind == 2)
			for (unsigned id = 0; id < POLICIES; id++)
				policy_compare(reflex_policy(world.reflex, id));
		note_lowerings();
		hold(anything_awaited() || !reflex_due(world.reflex), "something is due, and nothing is raised or waits");
		for (unsigned id = 0; id < POLICIES && kind != 2; id++)
			hold(world.policies[id].told == 0, world.policies[id].why);
	}
	if (kind == 0 || kind == 3)
		hold(worst <= allowed, "young beside an old stretch");
	else
		hold(worst <= allowed + (kind == 1 ? 70 : 1200) * MS, "young beside an old stretch for long");
	for (unsigned id = 0; id < POLICIES; id++) {
		struct policy_reflex *policy = reflex_policy(world.reflex, id);
		const double own[] = { policy->values.own[REFLEX_MIN], policy->values.own[REFLEX_MAX] };
		bool on = policy->raise_ms;

		spared += policy->spared;
		world.policies[id].failure_chance = 0;
		hold(reflex_raise_after(world.reflex, id, 0, NULL, NULL) == 0, "it cannot be switched off");
		if (on)
			hold(world.policies[id].file[REFLEX_MIN] == own[REFLEX_MIN] && world.policies[id].file[REFLEX_MAX] == own[REFLEX_MAX], "off, and not the engine's limits");
	}
	if (wrong)
		printf("seed %u: %s (young beside an old stretch for at most %.2f ms of %.2f)\n", seed, wrong, (double)worst / 1e6, (double)allowed / 1e6);
	CHECK(!wrong);
	CHECK(lowerings > 0);
	world_free(&world);
}

int main(int argc, char **argv)
{
	if (argc > 1)
		run((unsigned)atoi(argv[1]));
	else
		for (unsigned seed = 0; seed < SEEDS; seed++)
			run(seed);
	CHECK(argc > 1 || spared > 0);
	return check_result();
}
