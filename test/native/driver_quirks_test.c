/* SPDX-License-Identifier: MIT */
/* The table of driver quirks: which row a driver has, what that row says, and which files switch boost. */
#include "controls/driver_quirks.h"
#include "machine/machine.h"
#include "machine/topology.h"
#include "check.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CPU "sys/devices/system/cpu"
#define POLICY CPU "/cpufreq/policy0"

static char folder[] = "/tmp/lattice-quirks-XXXXXX";
static const char no_turbo[] = CPU "/intel_pstate/no_turbo", common[] = CPU "/cpufreq/boost";

static bool is(const char *one, const char *other)
{
	return one && strcmp(one, other) == 0;
}

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	fputs(text, file);
	fclose(file);
}

static void amd_pstate(const char *driver)
{
	const struct driver_quirks *quirks = driver_quirks_of(driver);

	CHECK(is(quirks->driver, "amd-pstate"));
	CHECK(is(quirks->unwritable_preference, "custom"));
	CHECK(is(quirks->suffixed_preference, "dynamic"));
	CHECK(quirks->suspend_loses_preference);
	CHECK(!quirks->machine_boost && !quirks->policy_boost);
}

static void intel(const char *driver)
{
	const struct driver_quirks *quirks = driver_quirks_of(driver);

	CHECK(is(quirks->driver, driver));
	CHECK(is(quirks->machine_boost, no_turbo) && quirks->machine_boost_inverted);
	CHECK(!quirks->unwritable_preference && !quirks->suffixed_preference);
	CHECK(quirks->suspend_loses_preference);
}

static void acpi_cpufreq(void)
{
	const struct driver_quirks *quirks = driver_quirks_of("acpi-cpufreq");

	CHECK(is(quirks->policy_boost, "cpb"));
	CHECK(!quirks->machine_boost && !quirks->suspend_loses_preference);
}

/* A driver that is not in the table, or not known, gets every precaution and no file of its own. */
static void others(const char *driver)
{
	const struct driver_quirks *quirks = driver_quirks_of(driver);

	CHECK(!quirks->driver);
	CHECK(is(quirks->unwritable_preference, "custom") && is(quirks->suffixed_preference, "dynamic") && quirks->suspend_loses_preference);
	CHECK(!quirks->machine_boost && !quirks->policy_boost);
}

static void of_policy(void)
{
	struct policy policies[] = { { .id = 0, .driver = "intel_cpufreq" }, { .id = 4 } };
	const struct machine machine = { .policies = policies, .policy_count = 2 };

	CHECK(is(driver_quirks_of_policy(&machine, 0)->driver, "intel_cpufreq"));
	CHECK(!driver_quirks_of_policy(&machine, 4)->driver);
	CHECK(!driver_quirks_of_policy(&machine, -1)->driver);
}

static void machine_boost(int root)
{
	bool inverted = true;

	CHECK(!driver_quirks_machine_boost(root, &inverted) && !inverted);
	put(no_turbo, "");
	CHECK(!driver_quirks_machine_boost(root, &inverted));
	put(no_turbo, "0\n");
	CHECK(is(driver_quirks_machine_boost(root, &inverted), no_turbo) && inverted);
	put(common, "1\n");
	CHECK(is(driver_quirks_machine_boost(root, &inverted), common) && !inverted);
}

static void policy_boost(int root)
{
	char path[128];

	CHECK(!driver_quirks_policy_boost(root, POLICY, path, sizeof(path)));
	put(POLICY "/cpb", "1\n");
	CHECK(driver_quirks_policy_boost(root, POLICY, path, sizeof(path)) && is(path, POLICY "/cpb"));
	put(POLICY "/boost", "1\n");
	CHECK(driver_quirks_policy_boost(root, POLICY, path, sizeof(path)) && is(path, POLICY "/boost"));
}

int main(void)
{
	static const char *const made[] = { "sys", "sys/devices", "sys/devices/system", CPU, CPU "/intel_pstate", CPU "/cpufreq", POLICY };
	char command[64];
	int root;

	amd_pstate("amd-pstate");
	amd_pstate("amd-pstate-epp");
	intel("intel_pstate");
	intel("intel_cpufreq");
	acpi_cpufreq();
	others("cppc_cpufreq");
	others("");
	others(NULL);
	of_policy();

	if (!mkdtemp(folder) || chdir(folder) < 0)
		return 1;
	for (unsigned i = 0; i < sizeof(made) / sizeof(*made); i++)
		if (mkdir(made[i], 0755) < 0)
			return 1;
	root = open(folder, O_PATH | O_DIRECTORY);
	machine_boost(root);
	policy_boost(root);
	close(root);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	CHECK(system(command) == 0);
	return check_result();
}
