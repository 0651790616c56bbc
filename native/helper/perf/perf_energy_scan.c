/* SPDX-License-Identifier: MIT */
/* The PMU's cpumask has one CPU for each package or die. */
#include "perf/perf_energy_scan.h"

#include "base/cpuset.h"
#include "base/sysfs.h"
#include "perf/perf_pmu.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *event, *suffix;
} domains[] = {
	{"energy-pkg", ""}, {"energy-cores", ".core"}, {"energy-gpu", ".uncore"}, {"energy-ram", ".dram"},
};

static bool fill(int root, const char *event, struct perf_energy_source *source)
{
	return perf_pmu_event(root, "power", event, &source->config, &source->scale);
}

/* AMD counts a package as a whole, and each of its dies shows that register. */
static bool counts_packages(int root)
{
	char text[ATTRIBUTE_ROOM];

	return sysfs_read(root, "proc/cpuinfo", text, sizeof text) > 0 && (strstr(text, "AuthenticAMD") || strstr(text, "HygonGenuine"));
}

/* The mask has a CPU for each die: of a package with several, each has counters of its own. */
struct place {
	unsigned package; /* 0 where the kernel does not tell */
	unsigned die;     /* its number among those of the package */
};

/* Fills places by CPU, and how many dies each package has. */
static void find_places(int root, const struct cpuset *cpus, struct place places[CPU_LIMIT], unsigned dies[CPU_LIMIT])
{
	memset(dies, 0, CPU_LIMIT * sizeof *dies);
	for (unsigned cpu = 0; cpu < CPU_LIMIT; cpu++) {
		char path[96];
		int64_t package;

		if (!cpuset_has(cpus, cpu))
			continue;
		snprintf(path, sizeof path, "sys/devices/system/cpu/cpu%u/topology/physical_package_id", cpu);
		if (sysfs_read_number(root, path, &package) != 0 || package < 0 || package >= CPU_LIMIT)
			package = 0;
		places[cpu] = (struct place){(unsigned)package, dies[package]++};
	}
}

static void name_scope(struct place place, bool alone, char *scope, size_t room)
{
	if (alone)
		snprintf(scope, room, "package%u", place.package);
	else
		snprintf(scope, room, "package%u.die%u", place.package, place.die);
}

unsigned perf_energy_scan(int root, struct perf_energy_source *found)
{
	enum { EVENTS = sizeof domains / sizeof domains[0] };
	struct perf_energy_source offered[EVENTS], psys = {.name = "psys"};
	bool offers[EVENTS], platform = fill(root, "energy-psys", &psys), whole = counts_packages(root);
	unsigned dies[CPU_LIMIT], n = 0;
	struct place places[CPU_LIMIT];
	struct cpuset cpus;

	if (!perf_pmu_cpus(root, "power", "cpumask", &cpus))
		return 0;
	find_places(root, &cpus, places, dies);
	for (unsigned i = 0; i < EVENTS; i++)
		offers[i] = fill(root, domains[i].event, &offered[i]);
	for (unsigned cpu = 0; cpu < CPU_LIMIT; cpu++) {
		char scope[32];

		if (!cpuset_has(&cpus, cpu) || (whole && places[cpu].die > 0))
			continue;
		name_scope(places[cpu], whole || dies[places[cpu].package] == 1, scope, sizeof scope);
		for (unsigned i = 0; i < EVENTS && n < PERF_ENERGY_MAX; i++) {
			if (!offers[i])
				continue;
			found[n] = offered[i];
			found[n].cpu = cpu;
			snprintf(found[n++].name, sizeof found->name, "%.*s%s", (int)(sizeof found->name - 8), scope, domains[i].suffix);
		}
		/* There is one platform, even when several packages show it. */
		if (platform && n < PERF_ENERGY_MAX) {
			found[n] = psys;
			found[n++].cpu = cpu;
			platform = false;
		}
	}
	return n;
}
