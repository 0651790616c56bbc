/* SPDX-License-Identifier: MIT */
/* Kinds of cores: as the kernel lists them, else by what they can do. */
#include "machine/cpu_kinds.h"

#include "base/arena.h"
#include "base/cpuset.h"
#include "base/sysfs.h"
#include "machine/machine.h"
#include "machine/topology.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* CPUs with this share of the fastest one's capacity are of its kind. */
#define ALIKE 0.8

/* The words are constants: those of an older description are freed with it. */
static const char *kept_kind(const char *kind)
{
	static const char *const kinds[] = { "P", "E", "LP" };

	for (unsigned i = 0; kind && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kind, kinds[i]) == 0)
			return kinds[i];
	return NULL;
}

/* A hybrid part lists its CPUs in a PMU of each kind: cpu_core, cpu_atom, cpu_lowpower, and what comes after them. */
static void name_kinds(struct machine *machine, const struct machine *before)
{
	struct listing units = sysfs_list(machine->root, "sys/devices", "cpu_", &machine->arena);

	for (unsigned unit = 0; unit < units.count; unit++) {
		const char *name = units.names[unit];
		const char *kind = strcmp(name, "cpu_core") == 0 ? "P" : strstr(name, "low") ? "LP" : "E";
		struct cpuset set = { 0 };
		char path[128], text[ATTRIBUTE_ROOM];
		bool known;

		snprintf(path, sizeof(path), "sys/devices/%.64s/cpus", name);
		known = sysfs_read(machine->root, path, text, sizeof(text)) > 0 && cpuset_parse(&set, text) == 0;
		for (unsigned i = 0; known && i < machine->cpu_count; i++)
			if (cpuset_has(&set, machine->cpus[i].id))
				machine->cpus[i].kind = kind;
	}
	/* The lists have only CPUs that are online. */
	for (unsigned i = 0; before && i < machine->cpu_count; i++)
		for (unsigned j = 0; !machine->cpus[i].kind && j < before->cpu_count; j++)
			if (before->cpus[j].id == machine->cpus[i].id)
				machine->cpus[i].kind = kept_kind(before->cpus[j].kind);
}

static double capacity_of(struct machine *machine, const struct cpu *cpu)
{
	char path[128];
	int64_t capacity;

	snprintf(path, sizeof(path), "sys/devices/system/cpu/cpu%u/cpu_capacity", cpu->id);
	if (sysfs_read_number(machine->root, path, &capacity) == 0 && capacity > 0)
		return (double)capacity;
	for (unsigned i = 0; i < machine->policy_count; i++)
		for (unsigned j = 0; j < machine->policies[i].cpu_count; j++)
			if (machine->policies[i].cpus[j] == cpu->id)
				return machine->policies[i].hw_max;
	return (double)NAN;
}

/* Without such lists by what a CPU can do: what the kernel's scheduler says, else its highest clock. Favoured cores of one kind differ by less. */
static void rank_kinds(struct machine *machine)
{
	double most = 0, least = (double)INFINITY;

	for (unsigned i = 0; i < machine->cpu_count; i++) {
		double capacity = capacity_of(machine, &machine->cpus[i]);

		if (machine->cpus[i].kind)
			return;
		most = fmax(most, capacity);
		least = fmin(least, capacity);
	}
	if (!(least < ALIKE * most))
		return;
	for (unsigned i = 0; i < machine->cpu_count; i++) {
		double capacity = capacity_of(machine, &machine->cpus[i]);

		if (isfinite(capacity))
			machine->cpus[i].kind = capacity < ALIKE * most ? "E" : "P";
	}
}

static bool is_efficient(const struct cpu *cpu)
{
	return cpu->kind && strcmp(cpu->kind, "E") == 0;
}

/* Meteor Lake lists its low-power cores among the efficiency cores. */
static void tell_low_power(struct machine *machine)
{
	double most = 0;

	for (unsigned i = 0; i < machine->cpu_count; i++)
		if (is_efficient(&machine->cpus[i]))
			most = fmax(most, capacity_of(machine, &machine->cpus[i]));
	for (unsigned i = 0; i < machine->cpu_count; i++)
		if (is_efficient(&machine->cpus[i]) && capacity_of(machine, &machine->cpus[i]) < ALIKE * most)
			machine->cpus[i].kind = "LP";
}

void cpu_kinds_probe(struct machine *machine, const struct machine *before)
{
	name_kinds(machine, before);
	tell_low_power(machine);
	rank_kinds(machine);
}
