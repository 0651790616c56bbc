/* SPDX-License-Identifier: MIT */
/* Plays looks of a file through lattice_governor.h, and prints what the kernel's tracepoints would. Lines:
 *   terms tau_us young_us young pace_us pace margin rest_us     of policy 0
 *   new CPU                                                     it begins anew
 *   look CPU wall_us idle_us rests khz max_khz
 *   choice max_khz                                              of the looks since the last one */
#include "include/lattice_governor.h"

#include <stdio.h>
#include <string.h>

enum { CPUS = 4 };

static struct lattice_cpu cpus[CPUS];
static unsigned seq[CPUS], want;
static struct lattice_terms terms;

static int look(const char *line)
{
	struct lattice_seen seen;
	unsigned cpu, wanted;

	if (sscanf(line, "%u %llu %llu %d %u %u", &cpu, &seen.wall_us, &seen.idle_us, &seen.rests, &seen.khz, &seen.max_khz) != 6 || cpu >= CPUS)
		return -1;
	wanted = lattice_look(&cpus[cpu], &terms, &seen);
	want = wanted > want ? wanted : want;
	printf("lattice_look: policy=0 cpu=%u seq=%u wall_us=%llu idle_us=%llu rests=%d khz=%u max_khz=%u age_us=%llu filtered=%llu least=%d regular=%d want=%u\n", cpu,
	       ++seq[cpu], seen.wall_us, seen.idle_us, seen.rests, seen.khz, seen.max_khz, cpus[cpu].age_us, cpus[cpu].filtered, cpus[cpu].rhythm.least,
	       cpus[cpu].rhythm.regular, wanted);
	return 0;
}

static int set(const char *line)
{
	if (sscanf(line, "%u %u %u %u %u %u %u", &terms.tau_us, &terms.young_us, &terms.young, &terms.pace_us, &terms.pace, &terms.margin, &terms.rest_us) != 7)
		return -1;
	terms.weight = lattice_weight(terms.tau_us);
	printf("lattice_terms: policy=0 tau_us=%u weight=%u young_us=%u young=%u pace_us=%u pace=%u margin=%u rest_us=%u\n", terms.tau_us, terms.weight, terms.young_us,
	       terms.young, terms.pace_us, terms.pace, terms.margin, terms.rest_us);
	return 0;
}

static int act(const char *line)
{
	unsigned number;

	if (!strncmp(line, "look ", 5))
		return look(line + 5);
	if (!strncmp(line, "terms ", 6))
		return set(line + 6);
	if (sscanf(line, "new %u", &number) == 1 && number < CPUS) {
		memset(&cpus[number], 0, sizeof(cpus[number]));
		seq[number] = 0;
		return 0;
	}
	if (sscanf(line, "choice %u", &number) != 1)
		return -1;
	printf("lattice_choice: policy=0 want=%u max_khz=%u khz=%u next_khz=%u\n", want, number, lattice_khz(want, number), lattice_khz(want, number));
	want = 0;
	return 0;
}

int main(void)
{
	char line[256];

	while (fgets(line, sizeof(line), stdin))
		if (act(line)) {
			fprintf(stderr, "governor_play: %s", line);
			return 1;
		}
	return 0;
}
