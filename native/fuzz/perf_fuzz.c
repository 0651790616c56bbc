/* SPDX-License-Identifier: MIT */
/* The kernel's PMUs in sysfs: types, masks, the codes and scales of energy events. */
#include "fuzz/fuzz.h"
#include "fuzz/tree.h"
#include "perf/perf_energy_scan.h"
#include "perf/perf_pmu.h"

#include <math.h>

#define POWER "sys/bus/event_source/devices/power"
#define CPU "sys/devices/system/cpu"

static const struct tree_file files[] = {
	{ POWER "/type", "19\n" },
	{ POWER "/cpumask", "0,2\n" },
	{ POWER "/events/energy-pkg", "event=0x02\n" },
	{ POWER "/events/energy-pkg.scale", "2.3283064365386962890625e-10\n" },
	{ POWER "/events/energy-psys", "event=0x05\n" },
	{ POWER "/events/energy-psys.scale", "2.3283064365386962890625e-10\n" },
	{ CPU "/cpu0/topology/physical_package_id", "0\n" },
	{ CPU "/cpu2/topology/physical_package_id", "1\n" },
	{ "proc/cpuinfo", "vendor_id\t: GenuineIntel\n" },
};
static struct tree tree;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	tree_make(&tree, files, sizeof(files) / sizeof(*files));
	return 0;
}

static void look(struct tree *seen)
{
	static struct perf_energy_source sources[PERF_ENERGY_MAX];
	unsigned count = perf_energy_scan(seen->root, sources);
	struct cpuset cpus;
	unsigned platforms = 0;

	MUST(count <= PERF_ENERGY_MAX);
	for (unsigned i = 0; i < count; i++) {
		const struct perf_energy_source *source = &sources[i];

		MUST(strnlen(source->name, sizeof(source->name)) < sizeof(source->name));
		MUST(isfinite(source->scale) && source->scale > 0);
		MUST(perf_pmu_cpus(seen->root, "power", "cpumask", &cpus) && cpuset_has(&cpus, source->cpu));
		platforms += strcmp(source->name, "psys") == 0;
	}
	MUST(platforms <= 1);
	perf_pmu_type(seen->root, "power");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	tree_play(&tree, data, size, look);
	return 0;
}
