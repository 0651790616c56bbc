/* SPDX-License-Identifier: MIT */
/* A whole machine: whatever stands in its files, it is described and read. No reading is infinite, no counter runs backwards, the hello is JSON. */
#include "core/helper.h"
#include "engine/hello.h"
#include "fuzz/fuzz.h"
#include "fuzz/tree.h"
#include "json/json_read.h"
#include "json/json_write.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "machine/sources.h"

#include <math.h>

#define CPU "sys/devices/system/cpu"
#define POLICY CPU "/cpufreq/policy0"
#define RAPL "sys/class/powercap/intel-rapl:0"
#define ZONE "sys/class/thermal/thermal_zone0"
#define BATTERY "sys/class/power_supply/BAT0"

/* By letter, then by digit. Each format that is parsed has one file; of folders the entries' names are parsed. */
static const struct tree_file files[] = {
	{ CPU "/online", "0-1\n" },
	{ CPU "/cpu0/topology/core_id", "0\n" },
	{ CPU "/cpu0/topology/physical_package_id", "0\n" },
	{ CPU "/cpu1/online", "1\n" },
	{ CPU "/cpu0/cpu_capacity", "1024\n" },
	{ CPU "/cpu0/thermal_throttle/core_throttle_count", "0\n" },
	{ CPU "/cpu0/thermal_throttle/package_throttle_count", "0\n" },
	{ CPU "/cpufreq/boost", "1\n" },
	{ POLICY "/related_cpus", "0 1\n" },
	{ POLICY "/scaling_driver", "acpi-cpufreq\n" },
	{ POLICY "/scaling_governor", "schedutil\n" },
	{ POLICY "/scaling_available_governors", "performance schedutil\n" },
	{ POLICY "/scaling_available_frequencies", "3000000 800000 \n" },
	{ POLICY "/energy_performance_preference", "balance_power\n" },
	{ POLICY "/energy_performance_available_preferences", "default balance_power power\n" },
	{ POLICY "/cpuinfo_min_freq", "800000\n" },
	{ POLICY "/cpuinfo_max_freq", "3000000\n" },
	{ POLICY "/scaling_min_freq", "800000\n" },
	{ POLICY "/scaling_max_freq", "3000000\n" },
	{ POLICY "/scaling_cur_freq", "1000000\n" },
	{ POLICY "/bios_limit", "3000000\n" },
	{ ZONE "/type", "x86_pkg_temp\n" },
	{ ZONE "/temp", "45000\n" },
	{ ZONE "/trip_point_0_type", "critical\n" },
	{ ZONE "/trip_point_0_temp", "100000\n" },
	{ ZONE "/trip_point_0_hyst", "2000\n" },
	{ "sys/class/hwmon/hwmon0/name", "k10temp\n" },
	{ "sys/class/hwmon/hwmon0/temp1_input", "45000\n" },
	{ "sys/class/hwmon/hwmon0/temp1_label", "Tctl\n" },
	{ RAPL "/name", "package-0\n" },
	{ RAPL "/energy_uj", "12345\n" },
	{ RAPL "/max_energy_range_uj", "262143328850\n" },
	{ RAPL "/constraint_0_name", "long_term\n" },
	{ RAPL "/constraint_0_power_limit_uw", "15000000\n" },
	{ RAPL "/constraint_0_max_power_uw", "30000000\n" },
	{ RAPL "/intel-rapl:0:0/name", "core\n" },
	{ "sys/class/power_supply/AC/type", "Mains\n" },
	{ BATTERY "/type", "Battery\n" },
	{ BATTERY "/status", "Discharging\n" },
	{ BATTERY "/charge_now", "1000000\n" },
	{ BATTERY "/charge_full", "2000000\n" },
	{ BATTERY "/voltage_now", "12000000\n" },
	{ "sys/firmware/acpi/platform_profile", "balanced\n" },
	{ "sys/firmware/acpi/platform_profile_choices", "low-power balanced performance\n" },
	{ "sys/devices/cpu_core/cpus", "0\n" },
	{ "proc/stat", "cpu  2 0 2 4 0 0 0 0 0 0\ncpu0 1 0 1 2 0 0 0 0 0 0\ncpu1 1 0 1 2 0 0 0 0 0 0\nintr 5\n" },
	{ "proc/pressure/memory", "some avg10=0.00 avg60=0.00 avg300=0.00 total=5\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=5\n" },
	{ CPU "/", "" },
	{ CPU "/cpufreq/", "" },
	{ ZONE "/", "" },
	{ "sys/class/hwmon/hwmon0/", "" },
	{ "sys/class/powercap/", "" },
	{ "sys/class/thermal/cooling_device0/type", "Processor\n" },
	{ "sys/class/thermal/cooling_device0/cur_state", "0\n" },
	{ "sys/devices/system/cpu/intel_pstate/no_turbo", "0\n" },
	{ "sys/bus/pci/devices/0000:01:00.0/vendor", "0x10de\n" },
	{ "sys/bus/pci/devices/0000:01:00.0/class", "0x030000\n" },
	{ "proc/pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=5\n" },
	{ "sys/class/hwmon/hwmon1/name", "amd_energy\n" },
	{ "sys/class/hwmon/hwmon1/energy1_label", "Esocket0\n" },
	{ "sys/class/hwmon/hwmon1/energy1_input", "1000000\n" },
	{ BATTERY "/voltage_min_design", "11100000\n" },
};

static struct helper helper;
static struct tree tree;
static double *before; /* the counters at the last look */
static unsigned before_count;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	tree_make(&tree, files, sizeof(files) / sizeof(*files));
	return 0;
}

static void check_signals(const struct machine *machine)
{
	for (unsigned i = 0; i < machine->signal_count; i++) {
		const struct signal *signal = &machine->signals[i];
		double value = machine->values[i];

		MUST(!isinf(value));
		MUST(!signal->choices.count || isnan(value) || (value >= 0 && value < signal->choices.count));
		if (signal->kind == SIGNAL_COUNTER && i < before_count)
			MUST(isnan(value) || isnan(before[i]) || value >= before[i]);
	}
}

static void check_controls(const struct machine *machine)
{
	for (unsigned i = 0; i < machine->control_count; i++) {
		const struct control *control = &machine->controls[i];

		MUST(control->writable == !control->why);
		MUST(!control->writable || strcmp(control->unit, "choice") == 0 || (control->min <= control->max && isfinite(control->max) && control->min >= 0));
		MUST(control_find(machine, control->name));
	}
}

static void check_hello(void)
{
	struct json json = { 0 };
	const char *why;

	json_open(&json, NULL, '{');
	hello_write(&helper, &json);
	json_close(&json, '}');
	MUST(json_read_object(json.text, json.length, NULL, NULL, &why) == 0);
	json_free(&json);
}

/* The first look describes the machine; the later ones read it, and describe it again as after hotplug. */
static void look(struct tree *seen)
{
	struct machine *old = helper.machine;

	if (!old)
		helper.machine = machine_probe(seen->root, seen->path, false, &helper.sources, NULL);
	machine_read(helper.machine, true);
	check_signals(helper.machine);
	check_controls(helper.machine);
	free(before);
	before_count = helper.machine->signal_count;
	before = malloc((before_count + 1) * sizeof(*before));
	MUST(before);
	memcpy(before, helper.machine->values, before_count * sizeof(*before));
	if (!old)
		return;
	before_count = 0;
	helper.machine = machine_probe(seen->root, seen->path, false, &helper.sources, old);
	machine_carry(helper.machine, old, seen->count % 2);
	machine_free(old);
	machine_read(helper.machine, true);
	check_signals(helper.machine);
	check_controls(helper.machine);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	strcpy(helper.baseline.boot_id, "a");
	tree_play(&tree, data, size, look);
	check_hello();
	machine_free(helper.machine);
	helper.machine = NULL;
	before_count = 0;
	sources_close(&helper.sources);
	return 0;
}
