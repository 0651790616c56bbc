// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Most drivers must sleep to change the clock: the hook asks an irq_work, and that a thread, as schedutil does. */
#include <linux/err.h>
#include <linux/sched.h>
#include <uapi/linux/sched/types.h>

#include "cpufreq_lattice.h"

static void change(struct kthread_work *work)
{
	struct lattice_policy *lattice = container_of(work, struct lattice_policy, work);
	unsigned long flags;
	unsigned int khz;
	int error;

	/* What is asked from here on asks for the thread anew. */
	raw_spin_lock_irqsave(&lattice->lock, flags);
	khz = lattice->next_khz;
	lattice->working = false;
	raw_spin_unlock_irqrestore(&lattice->lock, flags);

	/* Not policy->rwsem, which the core holds while it waits for us in stop(). */
	mutex_lock(&lattice->work_lock);
	error = __cpufreq_driver_target(lattice->policy, khz, CPUFREQ_RELATION_L);
	mutex_unlock(&lattice->work_lock);
	if (!error)
		return;
	raw_spin_lock_irqsave(&lattice->lock, flags);
	lattice->counts.refused++;
	lattice->next_khz = 0; /* the next look asks again */
	raw_spin_unlock_irqrestore(&lattice->lock, flags);
}

static void wake(struct irq_work *irq_work)
{
	struct lattice_policy *lattice = container_of(irq_work, struct lattice_policy, irq_work);

	kthread_queue_work(&lattice->worker, &lattice->work);
}

int lattice_worker_create(struct lattice_policy *lattice)
{
	struct task_struct *thread;

	if (lattice->policy->fast_switch_enabled)
		return 0;
	kthread_init_work(&lattice->work, change);
	kthread_init_worker(&lattice->worker);
	thread = kthread_create(kthread_worker_fn, &lattice->worker, LATTICE_NAME ":%u", cpumask_first(lattice->policy->related_cpus));
	if (IS_ERR(thread))
		return PTR_ERR(thread);
	/* A raise must not wait behind the work that it is for. */
	sched_set_fifo(thread);
	lattice->thread = thread;
	init_irq_work(&lattice->irq_work, wake);
	mutex_init(&lattice->work_lock);
	wake_up_process(thread);
	return 0;
}

/* After the hooks are gone. */
void lattice_worker_stop(struct lattice_policy *lattice)
{
	if (!lattice->thread)
		return;
	irq_work_sync(&lattice->irq_work);
	kthread_cancel_work_sync(&lattice->work);
}

void lattice_worker_destroy(struct lattice_policy *lattice)
{
	if (!lattice->thread)
		return;
	kthread_flush_worker(&lattice->worker);
	kthread_stop(lattice->thread);
	mutex_destroy(&lattice->work_lock);
}
