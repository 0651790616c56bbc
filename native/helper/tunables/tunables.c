/* SPDX-License-Identifier: MIT */
#include "tunables/tunables.h"

#include "base/sysfs.h"
#include "controls/policy_control.h"
#include "machine/channel.h"
#include "machine/machine.h"
#include "machine/topology.h"

#include <stdio.h>
#include <string.h>

#define CPUFREQ "sys/devices/system/cpu/cpufreq"
#define FOLDER CPUFREQ "/" TUNABLES_GOVERNOR

enum { SECONDS_BETWEEN = 30 };

/* Ranges as in native/kmod/lattice_tunables.c, which refuses everything else. */
static const struct tunable {
	enum control_role role;
	const char *unit;
	double min, max;
	bool seldom; /* read: the engine never sets it */
} tunables[] = {
	{ ROLE_YOUNG_PERCENT, "percent", 10, 100, false },
	{ ROLE_YOUNG_US, "us", 0, 64000, false },
	{ ROLE_PACE_PERCENT, "percent", 10, 100, false },
	{ ROLE_PACE_US, "us", 0, 64000, false },
	{ ROLE_MARGIN_PERCENT, "percent", 100, 200, true },
	{ ROLE_TAU_US, "us", 10000, 100000, true },
	{ ROLE_REST_US, "us", 2000, 20000, true },
	{ ROLE_RATE_US, "us", 500, 2000, true },
};
enum { TUNABLES = sizeof(tunables) / sizeof(*tunables) };

static const struct tunable *find(const char *name)
{
	for (unsigned i = 0; i < TUNABLES; i++)
		if (strcmp(control_role_name(tunables[i].role), name) == 0)
			return &tunables[i];
	return NULL;
}

bool tunables_role(enum control_role role)
{
	return role >= tunables[0].role && role <= tunables[TUNABLES - 1].role;
}

bool tunables_path(const char *control, char *path, size_t room)
{
	unsigned policy;
	int from = 0;

	if (sscanf(control, "policy%u.%n", &policy, &from) == 1 && from > 0)
		snprintf(path, room, CPUFREQ "/policy%u/" TUNABLES_GOVERNOR "/%s", policy, control + from);
	else
		snprintf(path, room, FOLDER "/%s", control);
	return find(control + from) != NULL;
}

/* `policy`: NULL for the folder of all. */
static void probe(struct machine *machine, const struct policy *policy, const struct tunable *tunable)
{
	const char *name = control_role_name(tunable->role);
	struct control *control;
	char path[256];

	snprintf(path, sizeof(path), "%s" "/" TUNABLES_GOVERNOR "/%s", policy ? policy->directory : CPUFREQ, name);
	if (!sysfs_exists(machine->root, path))
		return;
	control = policy ? policy_control_add(machine, policy, tunable->unit, path, tunable->role) : control_add(machine, name, "machine", tunable->unit, path, tunable->role);
	control->min = tunable->min;
	control->max = tunable->max;
	if (tunable->seldom)
		machine->channels[LANE_SLOW][control->channel].every = SECONDS_BETWEEN;
}

void tunables_probe(struct machine *machine)
{
	for (unsigned i = 0; i < TUNABLES; i++)
		probe(machine, NULL, &tunables[i]);
	for (unsigned i = 0; i < machine->policy_count * TUNABLES; i++)
		probe(machine, &machine->policies[i / TUNABLES], &tunables[i % TUNABLES]);
}

uint64_t tunables_seen(const struct machine *machine)
{
	uint64_t seen = sysfs_exists(machine->root, FOLDER);
	char path[256];

	for (unsigned i = 0; i < machine->policy_count; i++) {
		snprintf(path, sizeof(path), "%s/" TUNABLES_GOVERNOR, machine->policies[i].directory);
		seen = seen * 3 + sysfs_exists(machine->root, path);
	}
	return seen;
}
