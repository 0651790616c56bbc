// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Lets all tasks draw power, not the load alone. Publishes for each CPU how long it ran any of them, which the scheduler's tracepoint sched_stat_runtime tells
 * at each tick and each switch, and whether it runs one now: where the host keeps an emulated CPU from running, ticks come late, but the guest's clock goes on.
 *
 * Both tracepoints come under the run queue's lock, so that one after another writes a CPU's words; sched_stat_runtime may come from another CPU than the task's.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/tracepoint.h>

#include "layout.h"

static void *page;
static struct tracepoint *runtime, *change;

static void *word(unsigned int cpu, unsigned int place)
{
	return page + RIG_GUEST_CPU + cpu * RIG_CPU_STRIDE + place;
}

static void ran(void *data, struct task_struct *task, u64 ns)
{
	const unsigned int cpu = task_cpu(task);
	u64 *all;

	if (cpu >= RIG_CPUS)
		return;
	all = word(cpu, RIG_TASKS_BUSY_NS);
	WRITE_ONCE(*all, *all + ns);
}

static void switched(void *data, bool preempt, struct task_struct *prev, struct task_struct *next, unsigned int state)
{
	const unsigned int cpu = smp_processor_id();

	if (cpu < RIG_CPUS)
		WRITE_ONCE(*(u32 *)word(cpu, RIG_TASKS_RUNNING), next->pid != 0);
}

static void find(struct tracepoint *tracepoint, void *data)
{
	if (strcmp(tracepoint->name, "sched_stat_runtime") == 0)
		runtime = tracepoint;
	else if (strcmp(tracepoint->name, "sched_switch") == 0)
		change = tracepoint;
}

static void leave(void)
{
	tracepoint_probe_unregister(change, switched, NULL);
	tracepoint_synchronize_unregister();
	memunmap(page);
}

static int __init virtual_power_init(void)
{
	int err;

	for_each_kernel_tracepoint(find, NULL);
	if (!runtime || !change)
		return -ENOENT;
	page = memremap(RIG_BASE, 2 * RIG_PAGE_SIZE, MEMREMAP_WB);
	if (!page)
		return -ENOMEM;
	err = tracepoint_probe_register(change, switched, NULL);
	if (err) {
		memunmap(page);
		return err;
	}
	err = tracepoint_probe_register(runtime, ran, NULL);
	if (err)
		leave();
	return err;
}

static void __exit virtual_power_exit(void)
{
	tracepoint_probe_unregister(runtime, ran, NULL);
	leave();
}

module_init(virtual_power_init);
module_exit(virtual_power_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Tells the rig's simulated physics of every task's time on a CPU");
