/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What the files of the governor share. */
#ifndef CPUFREQ_LATTICE_H
#define CPUFREQ_LATTICE_H

#include <linux/cpufreq.h>
#include <linux/irq_work.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/sched/cpufreq.h>
#include <linux/spinlock.h>

#include "lattice_gaps.h"
#include "lattice_governor.h"

#ifndef CONFIG_64BIT
#error "lattice_governor.h divides 64-bit numbers: a 64-bit kernel is needed"
#endif

#define LATTICE_NAME "lattice"

struct lattice_tunables {
	struct gov_attr_set set; /* its update_lock guards what follows */
	struct lattice_terms terms;
	unsigned int rate_us;
};

/* Since the governor was chosen. */
struct lattice_counts {
	u64 looks;
	u64 raises;     /* to the highest clock */
	u64 lowerings;  /* from it */
	u64 requests;   /* of another clock from the driver */
	u64 refused;    /* by it */
};

/* Made by init, freed by exit; between start and stop the hooks of its CPUs use it. */
struct lattice_policy {
	struct cpufreq_policy *policy;
	struct lattice_tunables *tunables;
	struct list_head tunables_hook;

	raw_spinlock_t lock; /* of terms to counts, and of the CPUs' states; taken below a run queue's lock */
	struct lattice_terms terms;
	u64 rate_ns, looked_ns;
	unsigned int want; /* 1024ths of the highest clock, of the CPU that wants most */
	unsigned int next_khz;
	bool limits_changed;
	bool working;
	struct lattice_counts counts;

	/* Where the driver can't switch in the scheduler's hook. */
	struct irq_work irq_work;
	struct kthread_work work;
	struct mutex work_lock;
	struct kthread_worker worker;
	struct task_struct *thread;
};

/* One CPU. */
struct lattice_hook {
	struct update_util_data update_util;
	struct lattice_policy *lattice;
	unsigned int cpu;
	struct lattice_gaps gaps;
	u64 wall_us, told_us; /* at the last look, by the kernel's account */
	u32 seq;              /* looks since start */
	unsigned int want;
	struct lattice_cpu state;
};

DECLARE_PER_CPU(struct lattice_hook, lattice_hooks);

/* lattice_look.c */
void lattice_hooks_add(struct lattice_policy *lattice);
void lattice_hooks_remove(struct lattice_policy *lattice);
void lattice_terms_take(struct lattice_policy *lattice);

/* lattice_worker.c */
int lattice_worker_create(struct lattice_policy *lattice);
void lattice_worker_stop(struct lattice_policy *lattice);
void lattice_worker_destroy(struct lattice_policy *lattice);

/* lattice_tunables.c */
int lattice_tunables_get(struct lattice_policy *lattice, const char *name);
void lattice_tunables_put(struct lattice_policy *lattice);

#endif
