/* SPDX-License-Identifier: MIT */
/* Tunables of the kernel's governor: their files by name, and which of them came with us. */
#include "tunables/tunables.h"
#include "tunables/tunables_baseline.h"
#include "changes/baseline.h"
#include "changes/changes.h"
#include "machine/machine.h"
#include "machine/topology.h"
#include "check.h"

#include <errno.h>
#include <string.h>

#define CPUFREQ "sys/devices/system/cpu/cpufreq"

static void path_of(const char *name, const char *expected)
{
	char path[256];

	CHECK(tunables_path(name, path, sizeof(path)) == (expected != NULL));
	CHECK(!expected || strcmp(path, expected) == 0);
}

static void paths(void)
{
	path_of("young_us", CPUFREQ "/lattice/young_us");
	path_of("policy12.rate_us", CPUFREQ "/policy12/lattice/rate_us");
	path_of("policy0.max_freq", NULL);
	path_of("policy0.young_us/../../x", NULL);
	path_of("policy0.policy1.young_us", NULL);
	path_of("boost", NULL);
	path_of("", NULL);
}

static bool ours(const struct baseline *baseline, int policy)
{
	struct policy policies[] = { { .id = 0 }, { .id = 4 } };
	struct machine machine = { .policies = policies, .policy_count = 2 };
	const struct control control = { .role = ROLE_TAU_US, .policy = policy };

	return tunables_ours(baseline, &machine, &control);
}

static void came_with_us(void)
{
	struct baseline_entry entries[] = { { .control = "policy0.governor", .setting = "schedutil" }, { .control = "policy4.governor", .setting = "lattice" } };
	struct baseline baseline = { .entries = entries, .count = 2 };

	CHECK(ours(&baseline, 0));
	CHECK(!ours(&baseline, 4));
	CHECK(!ours(&baseline, -1)); /* shared: one of them was found with it */
	strcpy(entries[1].setting, "ondemand");
	CHECK(ours(&baseline, -1));
	CHECK(tunables_role(ROLE_YOUNG_PERCENT) && tunables_role(ROLE_RATE_US) && !tunables_role(ROLE_EPB) && !tunables_role(ROLE_MAX_FREQ));
}

static void restored(const char *name, const char *wanted, int error)
{
	const struct machine machine = { .root = -1, .root_path = "/nowhere" };
	struct change change = { .error = -EIO };

	strcpy(change.name, name);
	strcpy(change.wanted, wanted);
	CHECK(tunables_restore(&change, &machine));
	CHECK(change.error == error && change.implied == (error == 0));
}

static void without_a_file(void)
{
	const struct machine machine = { .root = -1 };
	struct change boost = { .name = "boost", .wanted = "1" };

	CHECK(!tunables_restore(&boost, &machine));
	restored("young_us", "80a", -EINVAL);
	restored("young_us", "", -EINVAL);
	restored("young_us", "8000", -EBADF);
}

int main(void)
{
	paths();
	came_with_us();
	without_a_file();
	return check_result();
}
