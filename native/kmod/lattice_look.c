// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The scheduler's hook: it looks at the idle time of the policy's CPUs, and asks for the clock that the one wants that wants most.
 * A look at n CPUs costs n reads of the idle time, and at most 128 rungs of arithmetic for each after a long rest. */
#include <linux/math64.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>

#include "cpufreq_lattice.h"

#define CREATE_TRACE_POINTS
#include "lattice_trace.h"

DEFINE_PER_CPU(struct lattice_hook, lattice_hooks);

/* The kernel's account of idle time may go back a little: no less than 0 has passed. */
static u64 passed(u64 now, u64 before)
{
	return now > before ? now - before : 0;
}

static void look(struct lattice_policy *lattice, struct lattice_hook *hook, u64 now_us, bool rests)
{
	const struct cpufreq_policy *policy = lattice->policy;
	struct lattice_seen seen = { .khz = policy->cur, .max_khz = policy->cpuinfo.max_freq, .rests = rests };
	u64 wall_us;
	const u64 told_us = get_cpu_idle_time(hook->cpu, &wall_us, 0);

	if (hook->cpu != smp_processor_id())
		lattice_gaps_pass(&hook->gaps, now_us, LATTICE_FROM_AFAR, TICK_USEC);
	seen.wall_us = passed(wall_us, hook->wall_us);
	seen.idle_us = lattice_gaps_idle(&hook->gaps, passed(told_us, hook->told_us));
	hook->wall_us = wall_us;
	hook->told_us = told_us;
	hook->seq++;
	hook->want = lattice_look(&hook->state, &lattice->terms, &seen);
	trace_lattice_look(policy->cpu, hook->cpu, hook->seq, &seen, &hook->state, hook->want);
}

/* `here`: the CPU that this runs on; of the others it is not known whether they rest. */
static unsigned int most_wanted(struct lattice_policy *lattice, struct lattice_hook *here, u64 now_us, bool rests)
{
	unsigned int cpu, want = 0;

	for_each_cpu(cpu, lattice->policy->cpus) {
		struct lattice_hook *hook = &per_cpu(lattice_hooks, cpu);

		look(lattice, hook, now_us, hook == here && rests);
		want = max(want, hook->want);
	}
	lattice->counts.looks++;
	if (want != lattice->want) {
		lattice->counts.raises += want == 1024;
		lattice->counts.lowerings += lattice->want == 1024;
		lattice->want = want;
	}
	return want;
}

static void ask(struct lattice_policy *lattice, unsigned int want, bool anew)
{
	struct cpufreq_policy *policy = lattice->policy;
	const unsigned int khz = lattice_khz(want, policy->cpuinfo.max_freq);
	const unsigned int next = cpufreq_driver_resolve_freq(policy, khz);

	trace_lattice_choice(policy->cpu, want, policy->cpuinfo.max_freq, khz, next);
	if (next == lattice->next_khz && !anew)
		return;
	lattice->next_khz = next;
	lattice->counts.requests++;
	if (policy->fast_switch_enabled) {
		cpufreq_driver_fast_switch(policy, next);
	} else if (!lattice->working) {
		lattice->working = true;
		irq_work_queue(&lattice->irq_work);
	}
}

static void update(struct update_util_data *data, u64 time, unsigned int flags)
{
	struct lattice_hook *hook = container_of(data, struct lattice_hook, update_util);
	struct lattice_policy *lattice = hook->lattice;
	const bool rests = is_idle_task(current);
	const u64 now_us = div_u64(time, NSEC_PER_USEC);
	bool anew;

	/* A CPU that wakes another's task tells of it here; the other one does so itself when it takes the task. */
	if (hook->cpu != smp_processor_id())
		return;
	raw_spin_lock(&lattice->lock);
	lattice_gaps_pass(&hook->gaps, now_us, rests ? LATTICE_RESTS : LATTICE_BUSY, TICK_USEC);
	anew = READ_ONCE(lattice->limits_changed);
	if (anew || (s64)(time - lattice->looked_ns) >= (s64)lattice->rate_ns) {
		if (anew) {
			WRITE_ONCE(lattice->limits_changed, false);
			/* Before the limits are read: limits() sets the flag after they have changed. */
			smp_mb();
		}
		lattice->looked_ns = time;
		ask(lattice, most_wanted(lattice, hook, now_us, rests), anew);
	}
	raw_spin_unlock(&lattice->lock);
}

/* The tunables as they are now; under their update_lock. */
void lattice_terms_take(struct lattice_policy *lattice)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&lattice->lock, flags);
	lattice->terms = lattice->tunables->terms;
	lattice->rate_ns = (u64)lattice->tunables->rate_us * NSEC_PER_USEC;
	trace_lattice_terms(lattice->policy->cpu, &lattice->terms);
	raw_spin_unlock_irqrestore(&lattice->lock, flags);
}

void lattice_hooks_add(struct lattice_policy *lattice)
{
	unsigned int cpu;

	lattice->looked_ns = 0;
	lattice->next_khz = 0;
	lattice->want = 0;
	lattice->working = false;
	lattice->limits_changed = false;
	for_each_cpu(cpu, lattice->policy->cpus) {
		struct lattice_hook *hook = &per_cpu(lattice_hooks, cpu);

		memset(hook, 0, sizeof(*hook));
		hook->lattice = lattice;
		hook->cpu = cpu;
		hook->told_us = get_cpu_idle_time(cpu, &hook->wall_us, 0);
		hook->gaps.at_us = div_u64(local_clock(), NSEC_PER_USEC);
	}
	/* A look reads all of them. */
	for_each_cpu(cpu, lattice->policy->cpus)
		cpufreq_add_update_util_hook(cpu, &per_cpu(lattice_hooks, cpu).update_util, update);
}

void lattice_hooks_remove(struct lattice_policy *lattice)
{
	unsigned int cpu;

	for_each_cpu(cpu, lattice->policy->cpus)
		cpufreq_remove_update_util_hook(cpu);
	synchronize_rcu();
}
