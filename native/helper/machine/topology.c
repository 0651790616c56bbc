/* SPDX-License-Identifier: MIT */
/* Policies are listed as policyN, not through cpuN/cpufreq, which would count a shared policy several times. */
#include "machine/topology.h"

#include "base/arena.h"
#include "base/cpuset.h"
#include "base/sysfs.h"
#include "machine/choices.h"
#include "machine/cpu_kinds.h"
#include "machine/machine.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define CPU_DIRECTORY "sys/devices/system/cpu"

static void read_set(struct machine *machine, const char *path, struct cpuset *set, bool *known)
{
	char text[ATTRIBUTE_ROOM];

	*known = sysfs_read(machine->root, path, text, sizeof(text)) > 0 && cpuset_parse(set, text) == 0;
	if (!*known)
		*set = (struct cpuset){ 0 };
}

static int cpu_attribute(struct machine *machine, unsigned cpu, const char *attribute)
{
	char path[128];
	int64_t number;

	snprintf(path, sizeof(path), CPU_DIRECTORY "/cpu%u/%s", cpu, attribute);
	return sysfs_read_number(machine->root, path, &number) == 0 ? (int)number : -1;
}

/* The kernel removes the topology of an offline CPU, but its place does not change. */
static void keep_place(struct cpu *cpu, const struct machine *before)
{
	for (unsigned i = 0; before && cpu->package < 0 && i < before->cpu_count; i++) {
		if (before->cpus[i].id != cpu->id)
			continue;
		cpu->package = before->cpus[i].package;
		cpu->core = before->cpus[i].core;
	}
}

static void probe_cpus(struct machine *machine, const struct machine *before)
{
	struct listing entries = sysfs_list(machine->root, CPU_DIRECTORY, "cpu", &machine->arena);
	struct cpuset online, tickless;
	bool online_known, tickless_known;

	read_set(machine, CPU_DIRECTORY "/online", &online, &online_known);
	read_set(machine, CPU_DIRECTORY "/nohz_full", &tickless, &tickless_known);
	machine->cpus = arena_zalloc(&machine->arena, (entries.count + 1) * sizeof(*machine->cpus));
	for (unsigned i = 0; i < entries.count; i++) {
		struct cpu *cpu = &machine->cpus[machine->cpu_count];
		char *end;

		if (!isdigit((unsigned char)entries.names[i][3]))
			continue;
		cpu->id = (unsigned)strtoul(entries.names[i] + 3, &end, 10);
		if (*end || cpu->id >= CPU_LIMIT)
			continue;
		/* cpu0 often has no file of its own; a missing list means that all are online. */
		cpu->online = (!online_known || cpuset_has(&online, cpu->id)) && cpu_attribute(machine, cpu->id, "online") != 0;
		cpu->tickless = tickless_known && cpuset_has(&tickless, cpu->id);
		cpu->package = cpu_attribute(machine, cpu->id, "topology/physical_package_id");
		cpu->core = cpu_attribute(machine, cpu->id, "topology/core_id");
		keep_place(cpu, before);
		if (cpu->id >= machine->cpu_span)
			machine->cpu_span = cpu->id + 1;
		machine->cpu_count++;
	}
}

static double policy_number(struct machine *machine, const struct policy *policy, const char *attribute)
{
	char path[256];
	int64_t number;

	snprintf(path, sizeof(path), "%s/%s", policy->directory, attribute);
	return sysfs_read_number(machine->root, path, &number) == 0 && number > 0 ? (double)number : (double)NAN;
}

static char *policy_string(struct machine *machine, const struct policy *policy, const char *attribute)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", policy->directory, attribute);
	return sysfs_read_string(machine->root, path, &machine->arena);
}

/* An inactive policy answers EBUSY to everything, also to related_cpus: then what was known before stays. */
static void probe_policy_cpus(struct machine *machine, struct policy *policy, const struct policy *before)
{
	char *related = policy_string(machine, policy, "related_cpus");
	struct cpuset set;

	if (!related || cpuset_parse(&set, related) < 0) {
		set = (struct cpuset){ 0 };
		cpuset_add(&set, policy->id);
		for (unsigned i = 0; before && i < before->cpu_count; i++)
			cpuset_add(&set, before->cpus[i]);
	}
	for (unsigned i = 0; i < machine->cpu_count; i++)
		policy->cpu_count += cpuset_has(&set, machine->cpus[i].id);
	policy->cpus = arena_zalloc(&machine->arena, (policy->cpu_count + 1) * sizeof(unsigned));
	policy->online_cpus = arena_zalloc(&machine->arena, (policy->cpu_count + 1) * sizeof(unsigned));
	policy->cpu_count = 0;
	for (unsigned i = 0; i < machine->cpu_count; i++) {
		const struct cpu *cpu = &machine->cpus[i];

		if (!cpuset_has(&set, cpu->id))
			continue;
		policy->cpus[policy->cpu_count++] = cpu->id;
		if (cpu->online)
			policy->online_cpus[policy->online_count++] = cpu->id;
	}
}

static void probe_frequencies(struct machine *machine, struct policy *policy)
{
	char *text = policy_string(machine, policy, "scaling_available_frequencies");
	struct choices words = choices_parse(machine, text ? text : "");
	int64_t kilohertz;

	policy->frequencies = arena_zalloc(&machine->arena, (words.count + 1) * sizeof(double));
	for (unsigned i = 0; i < words.count; i++)
		if (parse_number(words.words[i], &kilohertz) == 0 && kilohertz > 0)
			policy->frequencies[policy->frequency_count++] = (double)kilohertz;
}

/*
 * Firmware may take boost away from cpuinfo_max_freq while the limit in force and the clock stay above it: then what was found is the top, and
 * nothing lower is written for it. What was found stays so; by the next description our own cap may be in force.
 */
static void find_told_max(struct machine *machine, struct policy *policy, const struct policy *old)
{
	double found = policy_number(machine, policy, "scaling_max_freq");

	policy->told_max = found > policy->hw_max ? found : 0;
	if (old && old->told_max > policy->told_max)
		policy->told_max = old->told_max;
	if (policy->told_max > policy->hw_max)
		policy->hw_max = policy->told_max;
}

void topology_probe(struct machine *machine, const struct machine *before)
{
	struct listing entries = sysfs_list(machine->root, CPU_DIRECTORY "/cpufreq", "policy", &machine->arena);

	probe_cpus(machine, before);
	machine->policies = arena_zalloc(&machine->arena, (entries.count + 1) * sizeof(*machine->policies));
	for (unsigned i = 0; i < entries.count; i++) {
		struct policy *policy = &machine->policies[machine->policy_count];
		const struct policy *old;
		char *end;

		policy->id = (unsigned)strtoul(entries.names[i] + 6, &end, 10);
		if (end == entries.names[i] + 6 || *end || policy->id >= CPU_LIMIT)
			continue;
		machine->policy_count++;
		old = before ? machine_policy(before, (int)policy->id) : NULL;
		policy->directory = arena_printf(&machine->arena, CPU_DIRECTORY "/cpufreq/%s", entries.names[i]);
		probe_policy_cpus(machine, policy, old);
		policy->driver = policy_string(machine, policy, "scaling_driver");
		policy->hw_min = policy_number(machine, policy, "cpuinfo_min_freq");
		policy->hw_max = policy_number(machine, policy, "cpuinfo_max_freq");
		find_told_max(machine, policy, old);
		policy->base = policy_number(machine, policy, "base_frequency");
		probe_frequencies(machine, policy);
		if (!policy->driver && old && old->driver) {
			policy->driver = arena_strdup(&machine->arena, old->driver);
			policy->hw_min = old->hw_min;
			policy->hw_max = old->hw_max;
			policy->base = old->base;
		}
	}
	cpu_kinds_probe(machine, before);
}

struct policy *machine_policy(const struct machine *machine, int id)
{
	for (unsigned i = 0; i < machine->policy_count; i++)
		if ((int)machine->policies[i].id == id)
			return &machine->policies[i];
	return NULL;
}

bool policy_ticks(const struct machine *machine, const struct policy *policy)
{
	for (unsigned i = 0; i < policy->cpu_count; i++)
		for (unsigned c = 0; c < machine->cpu_count; c++)
			if (machine->cpus[c].id == policy->cpus[i] && machine->cpus[c].tickless)
				return false;
	return true;
}
