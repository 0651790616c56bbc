/* SPDX-License-Identifier: MIT */
/* What cpufreq drivers do differently from each other. A new quirk of a driver is one row of the table in driver_quirks.c. */
#ifndef LATTICE_DRIVER_QUIRKS_H
#define LATTICE_DRIVER_QUIRKS_H
#include <stdbool.h>
#include <stddef.h>

struct machine;

struct driver_quirks {
	const char *driver;                /* scaling_driver begins with it; NULL: every other driver */
	const char *machine_boost;         /* its own file for boost of all CPUs, where the common cpufreq/boost is missing */
	bool machine_boost_inverted;       /* 1 in that file means that boost is off */
	const char *policy_boost;          /* its own file for boost of one policy, where the common `boost` is missing */
	const char *unwritable_preference; /* an energy preference that is listed, but refused when written */
	const char *suffixed_preference;   /* an energy preference that reads back with "(...)" behind it, and is written without */
	bool suspend_loses_preference;     /* a suspend loses the register, sysfs still shows the old word, and writing that word again does nothing */
};

/* The row of this scaling_driver (NULL: not known). Never NULL. */
const struct driver_quirks *driver_quirks_of(const char *driver);
/* The row of a policy's driver, by its id. */
const struct driver_quirks *driver_quirks_of_policy(const struct machine *machine, int policy);

/* The files are looked for whatever the driver's name is: a file that is there works. NULL, or the path below root. */
const char *driver_quirks_machine_boost(int root, bool *inverted);
/* false when the policy's directory has no file for boost. */
bool driver_quirks_policy_boost(int root, const char *directory, char *path, size_t room);

/* Why there is no such control, for people. The second has a %s for the driver. */
extern const char driver_quirks_no_boost[], driver_quirks_no_preference[];
#endif
