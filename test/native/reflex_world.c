/* SPDX-License-Identifier: MIT */
#include "reflex_world.h"

#include "kernel_side.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t tick_ns = 4 * WORLD_MS;

static uint64_t now(void *context)
{
	return ((struct world *)context)->now;
}

static bool look(void *context, unsigned cpu, uint64_t at, struct stretch *stretch)
{
	(void)context;
	return stretch_read(stretch, &kernel_records[cpu], at);
}

static int threshold(void *context, unsigned cpu, uint64_t ns)
{
	if (((struct world *)context)->deaf && ns)
		return -EPERM;
	kernel_records[cpu].threshold = ns;
	return 0;
}

static void watch(void *context, unsigned cpu)
{
	(void)context;
	kernel_records[cpu].watched = 1;
}

static double shown(const struct world *world, const struct world_policy *of, enum reflex_limit limit)
{
	const double khz = world->now < of->seen_at[limit] ? of->before[limit] : of->file[limit];

	return of->held_down > 0 ? fmin(khz, of->held_down) : khz;
}

/* A minimum above its maximum reads as that does. */
static int read_limit(void *context, unsigned policy, enum reflex_limit limit, double *khz)
{
	const struct world *world = context;
	const struct world_policy *of = &world->policies[policy];

	*khz = shown(world, of, of->file[REFLEX_MIN] > of->file[REFLEX_MAX] ? REFLEX_MAX : limit);
	return 0;
}

static bool held_down(void *context, unsigned policy, double khz)
{
	(void)khz; /* as cooling devices, which do not say what they ask for */
	return ((struct world *)context)->policies[policy].held_down > 0;
}

static uint64_t caps(void *context, unsigned policy)
{
	return (uint64_t)((struct world *)context)->policies[policy].held_down;
}

static int write_limit(void *context, unsigned id, enum reflex_limit limit, double khz)
{
	struct world *world = context;
	struct world_policy *policy = &world->policies[id];

	policy->writes++;
	world_kernel_until(world, world->now + world->write_ns);
	if (policy->failures || (policy->failure_chance > 0 && drand48() < policy->failure_chance)) {
		policy->failures -= policy->failures > 0;
		return -policy->error;
	}
	if (limit == REFLEX_MAX && khz < policy->file[REFLEX_MAX])
		policy->lowered[policy->lowerings++ % 64] = world->now;
	policy->before[limit] = policy->file[limit];
	policy->seen_at[limit] = world->now + world->settle_ns;
	policy->file[limit] = khz;
	return 0;
}

static void tell(void *context, unsigned id, const char *why)
{
	struct world_policy *policy = &((struct world *)context)->policies[id];

	policy->told++;
	snprintf(policy->why, sizeof(policy->why), "%s", why);
}

static uint64_t never(struct world *world, unsigned cpu, bool busy)
{
	(void)world;
	(void)cpu;
	(void)busy;
	return 0;
}

void world_init(struct world *world, unsigned cpus)
{
	static const struct reflex_world calls = { .tick_ns = 4 * WORLD_MS, .now = now, .stretch = look, .threshold = threshold, .watch = watch, .read = read_limit, .write = write_limit, .held_down = held_down, .caps = caps, .tell = tell };
	struct reflex_world mine = calls;

	*world = (struct world){ .now = 1000 * WORLD_MS, .wake_ns = 100000, .write_ns = 60000, .cpus = cpus, .next = never };
	mine.context = world;
	kernel_reset();
	for (unsigned cpu = 0; cpu < cpus; cpu++) {
		kernel_switch(cpu, false, world->now);
		world->policies[cpu].file[REFLEX_MIN] = WORLD_LEAST;
		world->policies[cpu].file[REFLEX_MAX] = WORLD_MOST;
		world->policies[cpu].error = EIO;
	}
	world->now += 10 * WORLD_MS;
	world->reflex = reflex_new(&mine);
}

void world_free(struct world *world)
{
	reflex_free(world->reflex);
}

static void changed(struct world *world)
{
	if (!world->event_at && kernel_events())
		world->event_at = world->now + world->wake_ns;
	if (world->check)
		world->check(world);
}

void world_switch(struct world *world, unsigned cpu, bool task)
{
	world->task[cpu] = task;
	kernel_switch(cpu, task, world->now);
	world->next_tick[cpu] = task ? (world->now / tick_ns + 1) * tick_ns : 0;
	world->next_switch[cpu] = world->next(world, cpu, task);
	changed(world);
}

/* The next thing that happens on any CPU, 0: nothing will. */
static uint64_t next_event(const struct world *world, unsigned *cpu, bool *tick)
{
	uint64_t next = 0;

	for (unsigned i = 0; i < world->cpus; i++) {
		for (unsigned kind = 0; kind < 2; kind++) {
			const uint64_t at = kind ? world->next_tick[i] : world->next_switch[i];

			if (!at || (next && at >= next))
				continue;
			next = at;
			*cpu = i;
			*tick = kind;
		}
	}
	return next;
}

void world_kernel_until(struct world *world, uint64_t until)
{
	unsigned cpu = 0;
	bool tick = false;

	for (uint64_t next; (next = next_event(world, &cpu, &tick)) && next <= until;) {
		world->now = next > world->now ? next : world->now;
		if (tick) {
			kernel_tick(cpu, world->now);
			world->next_tick[cpu] += tick_ns;
			changed(world);
		} else {
			world_switch(world, cpu, !world->task[cpu]);
		}
	}
	world->now = until > world->now ? until : world->now;
}

void world_run_until(struct world *world, uint64_t until)
{
	while (world->now < until) {
		const uint64_t asked = reflex_due(world->reflex), due = asked ? asked + world->late_ns : 0;
		unsigned cpu;
		bool tick;
		uint64_t next = next_event(world, &cpu, &tick);
		struct busy_event event;

		if (world->event_at && (!next || world->event_at < next))
			next = world->event_at;
		if (due && (!next || due < next))
			next = due;
		world_kernel_until(world, next && next < until ? next : until);
		if (world->event_at && world->now >= world->event_at) {
			world->event_at = 0;
			world->wakes++;
			while (kernel_take(&event))
				reflex_event(world->reflex, event.cpu, event.kind == BUSY_CROSSED);
		} else if (due && world->now >= due) {
			world->wakes++;
			reflex_run(world->reflex, world->now);
		}
		changed(world);
	}
}

void world_describe(struct world *world, unsigned cpus_each)
{
	struct reflex_policy_facts facts[WORLD_POLICIES] = { 0 };
	static unsigned cpus[WORLD_CPUS];
	unsigned count = world->cpus / cpus_each;

	for (unsigned i = 0; i < world->cpus; i++)
		cpus[i] = i;
	for (unsigned i = 0; i < count; i++)
		facts[i] = (struct reflex_policy_facts){ .id = i, .cpus = &cpus[i * cpus_each], .cpu_count = cpus_each, .least = WORLD_LEAST, .most = WORLD_MOST };
	reflex_describe(world->reflex, facts, count);
}

int world_on(struct world *world, unsigned policy, unsigned ms)
{
	return reflex_raise_after(world->reflex, policy, ms, world->policies[policy].file, world->policies[policy].file);
}
