/* SPDX-License-Identifier: MIT */
/* Matched by constraint_K_name, since a limit that is not supported shifts the numbers. A limit of 0 is no limit. */
#include "controls/rapl_limits.h"

#include "base/sysfs.h"
#include "machine/channel.h"
#include "machine/control.h"
#include "machine/machine.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CONSTRAINTS = 8 };

/* The kernel cuts a value that is too large to the register's 15 bits instead of refusing it. Without a known maximum, 1.5 times the present limit is
 * safe. */
static double highest_limit(struct machine *machine, const char *directory, unsigned constraint, int64_t now)
{
	char path[320];
	int64_t most;

	snprintf(path, sizeof(path), "%s/constraint_%u_max_power_uw", directory, constraint);
	if (sysfs_read_number(machine->root, path, &most) == 0 && most > 0)
		return (double)most;
	return now > 0 ? floor((double)now * 1.5) : (double)NAN;
}

void rapl_limits_probe(struct machine *machine, const char *directory, const char *zone)
{
	for (unsigned i = 0; i < CONSTRAINTS; i++) {
		char path[320], name[160], *constraint;
		struct control *control;
		int64_t now = 0;

		snprintf(path, sizeof(path), "%s/constraint_%u_name", directory, i);
		constraint = sysfs_read_string(machine->root, path, &machine->arena);
		if (!constraint || !*constraint)
			continue;
		snprintf(name, sizeof(name), "%s.%.32s.limit", zone, constraint);
		snprintf(path, sizeof(path), "%s/constraint_%u_power_limit_uw", directory, i);
		if (!sysfs_exists(machine->root, path))
			continue;
		sysfs_read_number(machine->root, path, &now);
		control = control_add(machine, name, zone, "uW", path, ROLE_POWER_LIMIT);
		machine->channels[LANE_SLOW][control->channel].low = 1;
		control->min = 1;
		control->max = highest_limit(machine, directory, i, now);
		if (isnan(control->max))
			control_forbid(control, "neither a maximum nor a limit in force is known, and the kernel cuts an oversized value to a small one");
	}
}
