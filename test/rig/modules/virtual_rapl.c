// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The powercap zones of a machine with RAPL, fed by the rig's physics.
 *
 * User space sees what intel_rapl_msr would show: control type "intel-rapl", zone "package-0" with one long_term
 * constraint, and its child "core" with none. Energy comes from the shared page, already wrapped at the counter's range;
 * the limit written by user space is published there, and simulated firmware keeps it.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/powercap.h>

#include "layout.h"

#define DEFAULT_LIMIT_UW 45000000ULL
#define DEFAULT_WINDOW_US 28000000ULL

struct virtual_zone {
	struct powercap_zone zone;
	unsigned int energy_register;
};

/* Mapped write-back: the kernel's ACPI code maps it so, and a page can't be mapped in two ways. */
static void *page;
static struct powercap_control_type *control_type;
static struct virtual_zone package = { .energy_register = RIG_ENERGY_PACKAGE };
static struct virtual_zone core = { .energy_register = RIG_ENERGY_CORE };

static int get_max_energy_range_uj(struct powercap_zone *zone, u64 *range)
{
	*range = READ_ONCE(*(u64 *)(page + RIG_ENERGY_RANGE));
	return 0;
}

static int get_energy_uj(struct powercap_zone *zone, u64 *energy)
{
	struct virtual_zone *virtual = container_of(zone, struct virtual_zone, zone);

	*energy = READ_ONCE(*(u64 *)(page + virtual->energy_register));
	return 0;
}

/* The zones are static: nothing to free, but powercap refuses a zone that has no release. */
static int release(struct powercap_zone *zone)
{
	return 0;
}

static const struct powercap_zone_ops zone_ops = {
	.get_max_energy_range_uj = get_max_energy_range_uj,
	.get_energy_uj = get_energy_uj,
	.release = release,
};

static int get_power_limit_uw(struct powercap_zone *zone, int constraint, u64 *limit)
{
	*limit = READ_ONCE(*(u64 *)(page + RIG_POWER_LIMIT));
	return 0;
}

static int set_power_limit_uw(struct powercap_zone *zone, int constraint, u64 limit)
{
	WRITE_ONCE(*(u64 *)(page + RIG_POWER_LIMIT), limit);
	return 0;
}

static int get_time_window_us(struct powercap_zone *zone, int constraint, u64 *window)
{
	*window = READ_ONCE(*(u64 *)(page + RIG_TIME_WINDOW));
	return 0;
}

static int set_time_window_us(struct powercap_zone *zone, int constraint, u64 window)
{
	WRITE_ONCE(*(u64 *)(page + RIG_TIME_WINDOW), window);
	return 0;
}

static int get_max_power_uw(struct powercap_zone *zone, int constraint, u64 *power)
{
	*power = DEFAULT_LIMIT_UW;
	return 0;
}

static const char *get_name(struct powercap_zone *zone, int constraint)
{
	return "long_term";
}

static const struct powercap_zone_constraint_ops constraint_ops = {
	.get_power_limit_uw = get_power_limit_uw,
	.set_power_limit_uw = set_power_limit_uw,
	.get_time_window_us = get_time_window_us,
	.set_time_window_us = set_time_window_us,
	.get_max_power_uw = get_max_power_uw,
	.get_name = get_name,
};

/* powercap wants constraint operations even from a zone without constraints. */
static int register_zone(struct virtual_zone *virtual, const char *name, struct powercap_zone *parent, int constraints)
{
	return PTR_ERR_OR_ZERO(powercap_register_zone(&virtual->zone, control_type, name, parent, &zone_ops, constraints,
						      &constraint_ops));
}

static int __init virtual_rapl_init(void)
{
	int err;

	page = memremap(RIG_BASE, 2 * RIG_PAGE_SIZE, MEMREMAP_WB);
	if (!page)
		return -ENOMEM;
	WRITE_ONCE(*(u64 *)(page + RIG_POWER_LIMIT), DEFAULT_LIMIT_UW);
	WRITE_ONCE(*(u64 *)(page + RIG_TIME_WINDOW), DEFAULT_WINDOW_US);

	control_type = powercap_register_control_type(NULL, "intel-rapl", NULL);
	if (IS_ERR(control_type)) {
		err = PTR_ERR(control_type);
		goto unmap;
	}
	err = register_zone(&package, "package-0", NULL, 1);
	if (err)
		goto unregister_type;
	err = register_zone(&core, "core", &package.zone, 0);
	if (err)
		goto unregister_package;
	return 0;

unregister_package:
	powercap_unregister_zone(control_type, &package.zone);
unregister_type:
	powercap_unregister_control_type(control_type);
unmap:
	memunmap(page);
	return err;
}

static void __exit virtual_rapl_exit(void)
{
	powercap_unregister_zone(control_type, &core.zone);
	powercap_unregister_zone(control_type, &package.zone);
	powercap_unregister_control_type(control_type);
	memunmap(page);
}

module_init(virtual_rapl_init);
module_exit(virtual_rapl_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Powercap zones fed by the rig's simulated physics");
