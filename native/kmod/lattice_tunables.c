// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The folder "lattice" in sysfs, of one policy or of all, as the driver has it: what can be set, and what was counted. */
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#include "cpufreq_lattice.h"

static struct lattice_tunables *shared;
static DEFINE_MUTEX(shared_lock);

static struct lattice_tunables *tunables_of(struct gov_attr_set *set)
{
	return container_of(set, struct lattice_tunables, set);
}

/* The core holds update_lock around show and store. A value is checked before anything changes. */
static ssize_t take(struct gov_attr_set *set, const char *text, size_t count, unsigned int *value, unsigned int least, unsigned int most)
{
	struct lattice_tunables *tunables = tunables_of(set);
	struct lattice_policy *lattice;
	unsigned int number;

	if (kstrtouint(text, 10, &number) || number < least || number > most)
		return -EINVAL;
	*value = number;
	tunables->terms.weight = lattice_weight(tunables->terms.tau_us);
	list_for_each_entry(lattice, &set->policy_list, tunables_hook)
		lattice_terms_take(lattice);
	return count;
}

#define TUNABLE(name, member, least, most) \
	static ssize_t name##_show(struct gov_attr_set *set, char *text) \
	{ \
		return sysfs_emit(text, "%u\n", tunables_of(set)->member); \
	} \
	static ssize_t name##_store(struct gov_attr_set *set, const char *text, size_t count) \
	{ \
		return take(set, text, count, &tunables_of(set)->member, least, most); \
	} \
	static struct governor_attr name = __ATTR_RW(name)

TUNABLE(rate_us, rate_us, 500, 2000);
TUNABLE(rest_us, terms.rest_us, 2000, 20000);
TUNABLE(tau_us, terms.tau_us, 10000, 100000);
TUNABLE(young_us, terms.young_us, 0, 64000);
TUNABLE(young_percent, terms.young, 10, 100);
TUNABLE(pace_us, terms.pace_us, 0, 64000);
TUNABLE(pace_percent, terms.pace, 10, 100);
TUNABLE(margin_percent, terms.margin, 100, 200);

#define FIGURE(name, each) \
	static ssize_t name##_show(struct gov_attr_set *set, char *text) \
	{ \
		struct lattice_policy *lattice; \
		u64 sum = 0; \
\
		list_for_each_entry(lattice, &set->policy_list, tunables_hook) \
			sum += each; \
		return sysfs_emit(text, "%llu\n", sum); \
	} \
	static struct governor_attr name = __ATTR_RO(name)

static u64 regular_cpus(struct lattice_policy *lattice)
{
	unsigned long flags;
	unsigned int cpu;
	u64 regular = 0;

	raw_spin_lock_irqsave(&lattice->lock, flags);
	for_each_cpu(cpu, lattice->policy->cpus) {
		const struct lattice_hook *hook = &per_cpu(lattice_hooks, cpu);

		/* A CPU that is offline, or of a policy that has stopped, keeps what it had last. */
		regular += hook->lattice == lattice && hook->state.rhythm.regular;
	}
	raw_spin_unlock_irqrestore(&lattice->lock, flags);
	return regular;
}

FIGURE(looks, READ_ONCE(lattice->counts.looks));
FIGURE(raises, READ_ONCE(lattice->counts.raises));
FIGURE(lowerings, READ_ONCE(lattice->counts.lowerings));
FIGURE(requests, READ_ONCE(lattice->counts.requests));
FIGURE(refused, READ_ONCE(lattice->counts.refused));
FIGURE(regular, regular_cpus(lattice));

/* us by which a stretch may be held up: its age is seen a tick later at most, or two looks at once apart. */
static ssize_t bound_us_show(struct gov_attr_set *set, char *text)
{
	const struct lattice_terms *terms = &tunables_of(set)->terms;

	return sysfs_emit(text, "%u\n", lattice_bound(terms->young_us, terms->young, TICK_USEC + tunables_of(set)->rate_us));
}
static struct governor_attr bound_us = __ATTR_RO(bound_us);

static struct attribute *lattice_attrs[] = {
	&rate_us.attr,	    &rest_us.attr, &tau_us.attr, &young_us.attr,  &young_percent.attr, &pace_us.attr,  &pace_percent.attr,
	&margin_percent.attr, &looks.attr,   &raises.attr, &lowerings.attr, &requests.attr,	     &refused.attr, &regular.attr,
	&bound_us.attr,	    NULL,
};
ATTRIBUTE_GROUPS(lattice);

static void release(struct kobject *kobj)
{
	kfree(tunables_of(to_gov_attr_set(kobj)));
}

static const struct kobj_type lattice_ktype = {
	.default_groups = lattice_groups,
	.sysfs_ops = &governor_sysfs_ops,
	.release = release,
};

static const struct lattice_terms defaults = {
	.tau_us = 50000, .young_us = 8000, .young = 75, .pace_us = 16000, .pace = 40, .margin = 125, .rest_us = 2000,
};

static int create(struct lattice_policy *lattice, const char *name)
{
	struct lattice_tunables *tunables = kzalloc(sizeof(*tunables), GFP_KERNEL);
	int error;

	if (!tunables)
		return -ENOMEM;
	tunables->terms = defaults;
	tunables->terms.weight = lattice_weight(defaults.tau_us);
	tunables->rate_us = 1000;
	lattice->tunables = tunables;
	gov_attr_set_init(&tunables->set, &lattice->tunables_hook);
	error = kobject_init_and_add(&tunables->set.kobj, &lattice_ktype, get_governor_parent_kobj(lattice->policy), "%s", name);
	if (error)
		kobject_put(&tunables->set.kobj);
	else if (!have_governor_per_policy())
		shared = tunables;
	return error;
}

/* Where all policies share one folder, the second finds it there. 0 or -errno. */
int lattice_tunables_get(struct lattice_policy *lattice, const char *name)
{
	int error = 0;

	mutex_lock(&shared_lock);
	if (shared) {
		lattice->tunables = shared;
		gov_attr_set_get(&shared->set, &lattice->tunables_hook);
	} else {
		error = create(lattice, name);
	}
	mutex_unlock(&shared_lock);
	return error;
}

void lattice_tunables_put(struct lattice_policy *lattice)
{
	mutex_lock(&shared_lock);
	/* The last one frees them. */
	if (!gov_attr_set_put(&lattice->tunables->set, &lattice->tunables_hook))
		shared = NULL;
	mutex_unlock(&shared_lock);
}
