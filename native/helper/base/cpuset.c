/* SPDX-License-Identifier: MIT */
/* One loop reads both notations of the kernel. Separators are commas, spaces and newlines. */
#include "base/cpuset.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool cpuset_has(const struct cpuset *set, unsigned cpu)
{
	return cpu < CPU_LIMIT && (set->bits[cpu / 64] >> (cpu % 64) & 1);
}

void cpuset_add(struct cpuset *set, unsigned cpu)
{
	if (cpu < CPU_LIMIT)
		set->bits[cpu / 64] |= UINT64_C(1) << (cpu % 64);
}

int cpuset_parse(struct cpuset *set, const char *text)
{
	memset(set, 0, sizeof(*set));
	while (*text) {
		unsigned long first, last;
		char *end;

		if (*text == ',' || isspace((unsigned char)*text)) {
			text++;
			continue;
		}
		if (!isdigit((unsigned char)*text))
			return -EINVAL;
		first = last = strtoul(text, &end, 10);
		if (*end == '-') {
			if (!isdigit((unsigned char)end[1]))
				return -EINVAL;
			last = strtoul(end + 1, &end, 10);
		}
		if (last >= CPU_LIMIT || first > last)
			return -EINVAL;
		for (unsigned long cpu = first; cpu <= last; cpu++)
			cpuset_add(set, (unsigned)cpu);
		text = end;
	}
	return 0;
}
