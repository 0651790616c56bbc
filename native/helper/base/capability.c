/* SPDX-License-Identifier: MIT */
/* Reads the effective capabilities from /proc/self/status: this needs no library. */
#include "base/capability.h"

#include <stdio.h>

bool capability_effective(unsigned capability)
{
	unsigned long long effective = 0;
	char line[256];
	FILE *status = fopen("/proc/self/status", "re");

	if (!status)
		return false;
	while (fgets(line, sizeof line, status))
		if (sscanf(line, "CapEff: %llx", &effective) == 1)
			break;
	fclose(status);
	return (effective >> capability & 1u) != 0;
}
