// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The cpufreq governor "lattice": its life, from the choice of it for a policy to the end of that. README.md has the other files. */
#include <linux/module.h>
#include <linux/slab.h>

#include "cpufreq_lattice.h"

static int begin(struct cpufreq_policy *policy)
{
	struct lattice_policy *lattice = kzalloc(sizeof(*lattice), GFP_KERNEL);
	int error;

	if (!lattice)
		return -ENOMEM;
	lattice->policy = policy;
	raw_spin_lock_init(&lattice->lock);
	cpufreq_enable_fast_switch(policy);
	error = lattice_worker_create(lattice);
	if (error)
		goto slow;
	error = lattice_tunables_get(lattice, LATTICE_NAME);
	if (error)
		goto thread;
	policy->governor_data = lattice;
	return 0;
thread:
	lattice_worker_destroy(lattice);
slow:
	cpufreq_disable_fast_switch(policy);
	kfree(lattice);
	pr_err(LATTICE_NAME ": policy%u: can't begin (%d)\n", policy->cpu, error);
	return error;
}

static void end(struct cpufreq_policy *policy)
{
	struct lattice_policy *lattice = policy->governor_data;

	policy->governor_data = NULL;
	lattice_tunables_put(lattice);
	lattice_worker_destroy(lattice);
	cpufreq_disable_fast_switch(policy);
	kfree(lattice);
}

static int start(struct cpufreq_policy *policy)
{
	struct lattice_policy *lattice = policy->governor_data;

	mutex_lock(&lattice->tunables->set.update_lock);
	lattice_terms_take(lattice);
	mutex_unlock(&lattice->tunables->set.update_lock);
	lattice_hooks_add(lattice);
	return 0;
}

static void stop(struct cpufreq_policy *policy)
{
	struct lattice_policy *lattice = policy->governor_data;

	lattice_hooks_remove(lattice);
	lattice_worker_stop(lattice);
}

static void limits(struct cpufreq_policy *policy)
{
	struct lattice_policy *lattice = policy->governor_data;

	if (!policy->fast_switch_enabled) {
		mutex_lock(&lattice->work_lock);
		cpufreq_policy_apply_limits(policy);
		mutex_unlock(&lattice->work_lock);
	}
	/* The limits before the flag: update() reads them the other way round. */
	smp_wmb();
	WRITE_ONCE(lattice->limits_changed, true);
}

static struct cpufreq_governor lattice_governor = {
	.name = LATTICE_NAME,
	.owner = THIS_MODULE,
	.flags = CPUFREQ_GOV_DYNAMIC_SWITCHING,
	.init = begin,
	.exit = end,
	.start = start,
	.stop = stop,
	.limits = limits,
};

static int __init load(void)
{
	return cpufreq_register_governor(&lattice_governor);
}
module_init(load);

static void __exit unload(void)
{
	cpufreq_unregister_governor(&lattice_governor);
}
module_exit(unload);

MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("cpufreq governor that starts busy stretches at an efficient clock and raises them by their age (experimental)");
MODULE_VERSION(LATTICE_VERSION);
