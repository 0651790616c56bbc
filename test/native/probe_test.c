/* SPDX-License-Identifier: MIT */
/* Every sensor where there is nothing for it: an empty root once ended the helper with SIGSEGV, as the load's reader took the absence of CPUs for BPF.
 * Each folder and each file of a small machine is taken away in turn, and once made a folder, and what is left is probed and read. */
#include "check.h"
#include "machine/machine.h"
#include "machine/sources.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CPU "sys/devices/system/cpu"

static const struct {
	const char *path, *text;
} files[] = {
	{ CPU "/online", "0-1" },
	{ CPU "/present", "0-1" },
	{ CPU "/possible", "0-1" },
	{ CPU "/cpu0/topology/core_id", "0" },
	{ CPU "/cpu0/topology/physical_package_id", "0" },
	{ CPU "/cpu0/thermal_throttle/core_throttle_count", "0" },
	{ CPU "/cpu0/thermal_throttle/package_throttle_count", "0" },
	{ CPU "/cpu0/power/energy_perf_bias", "6" },
	{ CPU "/cpu1/online", "1" },
	{ CPU "/cpu1/topology/core_id", "1" },
	{ CPU "/cpu1/topology/physical_package_id", "0" },
	{ CPU "/cpufreq/boost", "1" },
	{ CPU "/cpufreq/policy0/affected_cpus", "0 1" },
	{ CPU "/cpufreq/policy0/related_cpus", "0 1" },
	{ CPU "/cpufreq/policy0/scaling_driver", "acpi-cpufreq" },
	{ CPU "/cpufreq/policy0/scaling_governor", "schedutil" },
	{ CPU "/cpufreq/policy0/scaling_available_governors", "performance schedutil" },
	{ CPU "/cpufreq/policy0/cpuinfo_min_freq", "800000" },
	{ CPU "/cpufreq/policy0/cpuinfo_max_freq", "3000000" },
	{ CPU "/cpufreq/policy0/scaling_min_freq", "800000" },
	{ CPU "/cpufreq/policy0/scaling_max_freq", "3000000" },
	{ CPU "/cpufreq/policy0/scaling_cur_freq", "1000000" },
	{ "sys/class/thermal/thermal_zone0/type", "x86_pkg_temp" },
	{ "sys/class/thermal/thermal_zone0/temp", "45000" },
	{ "sys/class/thermal/thermal_zone0/trip_point_0_type", "critical" },
	{ "sys/class/thermal/thermal_zone0/trip_point_0_temp", "100000" },
	{ "sys/class/hwmon/hwmon0/name", "coretemp" },
	{ "sys/class/hwmon/hwmon0/temp1_input", "45000" },
	{ "sys/class/hwmon/hwmon0/temp1_label", "Package id 0" },
	{ "sys/class/powercap/intel-rapl:0/name", "package-0" },
	{ "sys/class/powercap/intel-rapl:0/energy_uj", "12345" },
	{ "sys/class/powercap/intel-rapl:0/max_energy_range_uj", "262143328850" },
	{ "sys/class/powercap/intel-rapl:0/constraint_0_name", "long_term" },
	{ "sys/class/powercap/intel-rapl:0/constraint_0_power_limit_uw", "15000000" },
	{ "sys/class/power_supply/AC/type", "Mains" },
	{ "sys/class/power_supply/AC/online", "1" },
	{ "sys/class/power_supply/BAT0/type", "Battery" },
	{ "sys/class/power_supply/BAT0/status", "Discharging" },
	{ "sys/class/power_supply/BAT0/current_now", "1000000" },
	{ "sys/class/power_supply/BAT0/voltage_now", "12000000" },
	{ "sys/class/power_supply/phone/scope", "Device" },
	{ "sys/class/power_supply/phone/charge_type", "Trickle" },
	{ "sys/class/power_supply/phone/charge_types", "[Trickle] Fast" },
	{ "sys/class/drm/card1/device/vendor", "0x1002" },
	{ "sys/class/drm/card1/device/power_dpm_force_performance_level", "auto" },
	{ "sys/class/drm/card1-eDP-1/status", "connected" },
	{ "sys/class/drm/card1-eDP-1/amdgpu/panel_power_savings", "0" },
	{ "sys/firmware/acpi/platform_profile", "balanced" },
	{ "sys/firmware/acpi/platform_profile_choices", "low-power balanced performance" },
	{ "sys/bus/pci/devices/0000:01:00.0/vendor", "0x10de" },
	{ "sys/bus/pci/devices/0000:01:00.0/class", "0x030000" },
	{ "proc/stat", "cpu  2 0 2 4 0 0 0 0 0 0\ncpu0 1 0 1 2 0 0 0 0 0 0\ncpu1 1 0 1 2 0 0 0 0 0 0" },
	{ "proc/pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=5" },
	{ "proc/pressure/memory", "some avg10=0.00 avg60=0.00 avg300=0.00 total=5\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=5" },
};

static char folder[] = "/tmp/lattice-probe-XXXXXX";

static void put(const char *path, const char *text)
{
	char name[256];
	FILE *file;

	snprintf(name, sizeof(name), "%s", path);
	for (char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(name, 0755);
		*slash = '/';
	}
	file = fopen(name, "w");
	fprintf(file, "%s\n", text);
	fclose(file);
}

static unsigned probe(void)
{
	struct sources sources = { 0 };
	int root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct machine *machine = machine_probe(root, folder, false, &sources, NULL), *again;
	unsigned signals = machine->signal_count;

	machine_read(machine, true);
	machine_read(machine, true);
	again = machine_probe(root, folder, false, &sources, machine);
	machine_carry(again, machine, true);
	machine_read(again, true);
	machine_free(machine);
	machine_free(again);
	sources_close(&sources);
	close(root);
	return signals;
}

/* Whatever is gone, some signal is left: the clock's. */
static int without(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	if (!where->level || strstr(path, "aside"))
		return 0;
	CHECK(rename(path, "aside") == 0);
	CHECK(probe() > 0);
	mkdir(path, 0755);
	CHECK(probe() > 0);
	rmdir(path);
	CHECK(rename("aside", path) == 0);
	return 0;
}

static int take_away(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	return where->level ? remove(path) : 0;
}

int main(void)
{
	unsigned all;

	if (!mkdtemp(folder) || chdir(folder) < 0)
		return 1;
	CHECK(probe() == 1);
	for (unsigned i = 0; i < sizeof(files) / sizeof(*files); i++)
		put(files[i].path, files[i].text);
	all = probe();
	CHECK(all > 30);
	nftw(".", without, 16, FTW_PHYS);
	CHECK(probe() == all);
	nftw(".", take_away, 16, FTW_PHYS | FTW_DEPTH);
	rmdir(folder);
	return check_result();
}
