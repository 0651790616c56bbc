/* SPDX-License-Identifier: MIT */
/* The file goes with its CPU when that goes offline. The kernel keeps the value meanwhile and writes it again (intel_epb.c), so an offline CPU keeps its
 * control: what is owed to it can be put back once it returns. */
#include "controls/energy_bias.h"

#include "base/sysfs.h"
#include "machine/channel.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/topology.h"

#include <stdio.h>

#define LEAST_SAVING 0
#define MOST_SAVING 15

static void path_of(unsigned cpu, char *path, size_t room)
{
	snprintf(path, room, "sys/devices/system/cpu/cpu%u/power/energy_perf_bias", cpu);
}

/* Where there is an EPP it is what the hardware goes by, and both would be two words on one thing. */
static bool has_preference(const struct machine *machine, unsigned cpu)
{
	char path[256];

	for (unsigned i = 0; i < machine->policy_count; i++) {
		const struct policy *policy = &machine->policies[i];

		for (unsigned n = 0; n < policy->cpu_count; n++) {
			if (policy->cpus[n] != cpu)
				continue;
			snprintf(path, sizeof(path), "%s/energy_performance_preference", policy->directory);
			return sysfs_exists(machine->root, path);
		}
	}
	return false;
}

static void add(struct machine *machine, const struct cpu *cpu, const char *path)
{
	struct control *control;
	char name[24], scope[16];

	snprintf(scope, sizeof(scope), "cpu%u", cpu->id);
	snprintf(name, sizeof(name), "%s.%s", scope, control_role_name(ROLE_EPB));
	control = control_add(machine, name, scope, "epb", path, ROLE_EPB);
	control->min = LEAST_SAVING;
	control->max = MOST_SAVING;
	machine->channels[LANE_SLOW][control->channel].low = LEAST_SAVING;
	machine->channels[LANE_SLOW][control->channel].high = MOST_SAVING;
	if (cpu->online)
		return;
	control->writable = false;
	control->why = "this CPU is offline";
}

static void *probe(struct machine *machine)
{
	bool any = false;
	char path[80];

	for (unsigned i = 0; i < machine->cpu_count && !any; i++) {
		path_of(machine->cpus[i].id, path, sizeof(path));
		any = sysfs_exists(machine->root, path);
	}
	for (unsigned i = 0; any && i < machine->cpu_count; i++) {
		const struct cpu *cpu = &machine->cpus[i];

		path_of(cpu->id, path, sizeof(path));
		if ((!cpu->online || sysfs_exists(machine->root, path)) && !has_preference(machine, cpu->id))
			add(machine, cpu, path);
	}
	return NULL;
}

const struct sensor_class energy_bias_sensor = { .name = "energy_bias", .probe = probe };
