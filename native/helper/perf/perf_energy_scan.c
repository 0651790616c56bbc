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

/* The mask has a CPU for each die: of a package with several, each has counters of its own. The die's number. */
static int64_t name_scope(int root, const struct cpuset *cpus, unsigned cpu, int64_t package, bool whole, char *scope, size_t room)
{
	char path[96];
	int64_t other, die = 0;
	unsigned dies = 0;

	for (unsigned i = 0; i < CPU_LIMIT; i++) {
		snprintf(path, sizeof path, "sys/devices/system/cpu/cpu%u/topology/physical_package_id", i);
		if (cpuset_has(cpus, i) && sysfs_read_number(root, path, &other) == 0 && other == package) {
			die += i < cpu;
			dies++;
		}
	}
	if (dies > 1 && !whole)
		snprintf(scope, room, "package%u.die%u", (unsigned)package, (unsigned)die);
	else
		snprintf(scope, room, "package%u", (unsigned)package);
	return die;
}

unsigned perf_energy_scan(int root, struct perf_energy_source *found)
{
	struct cpuset cpus;
	unsigned n = 0;
	bool platform = false, whole = counts_packages(root);

	if (!perf_pmu_cpus(root, "power", "cpumask", &cpus))
		return 0;
	for (unsigned cpu = 0; cpu < CPU_LIMIT; cpu++) {
		char path[96], scope[32];
		int64_t package = 0;
		if (!cpuset_has(&cpus, cpu))
			continue;
		snprintf(path, sizeof path, "sys/devices/system/cpu/cpu%u/topology/physical_package_id", cpu);
		if (sysfs_read_number(root, path, &package) != 0 || package < 0)
			package = 0;
		if (name_scope(root, &cpus, cpu, package, whole, scope, sizeof scope) > 0 && whole)
			continue;
		for (unsigned i = 0; i < sizeof domains / sizeof domains[0] && n < PERF_ENERGY_MAX; i++) {
			struct perf_energy_source source = {.cpu = cpu};
			snprintf(source.name, sizeof source.name, "%s%s", scope, domains[i].suffix);
			if (fill(root, domains[i].event, &source))
				found[n++] = source;
		}
		/* There is one platform, even when several packages show it. */
		struct perf_energy_source psys = {.name = "psys", .cpu = cpu};
		if (!platform && n < PERF_ENERGY_MAX && fill(root, "energy-psys", &psys)) {
			found[n++] = psys;
			platform = true;
		}
	}
	return n;
}
