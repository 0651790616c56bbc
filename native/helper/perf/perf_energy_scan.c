/* SPDX-License-Identifier: MIT */
/* The PMU's cpumask has one CPU for each package or die. */
#include "perf/perf_energy_scan.h"

#include "base/cpuset.h"
#include "base/sysfs.h"
#include "perf/perf_pmu.h"

#include <stdbool.h>
#include <stdio.h>

static const struct {
	const char *event, *suffix;
} domains[] = {
	{"energy-pkg", ""}, {"energy-cores", ".core"}, {"energy-gpu", ".uncore"}, {"energy-ram", ".dram"},
};

static bool fill(int root, const char *event, struct perf_energy_source *source)
{
	return perf_pmu_event(root, "power", event, &source->config, &source->scale);
}

unsigned perf_energy_scan(int root, struct perf_energy_source *found)
{
	struct cpuset cpus;
	unsigned n = 0;
	bool platform = false;

	if (!perf_pmu_cpus(root, "power", "cpumask", &cpus))
		return 0;
	for (unsigned cpu = 0; cpu < CPU_LIMIT; cpu++) {
		char path[96];
		int64_t package = 0;
		if (!cpuset_has(&cpus, cpu))
			continue;
		snprintf(path, sizeof path, "sys/devices/system/cpu/cpu%u/topology/physical_package_id", cpu);
		if (sysfs_read_number(root, path, &package) != 0 || package < 0)
			package = 0;
		for (unsigned i = 0; i < sizeof domains / sizeof domains[0] && n < PERF_ENERGY_MAX; i++) {
			struct perf_energy_source source = {.cpu = cpu};
			snprintf(source.name, sizeof source.name, "package%u%s", (unsigned)package, domains[i].suffix);
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
