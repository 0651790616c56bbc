/* SPDX-License-Identifier: MIT */
/* The way from the clocks to the counters: what a RAPL zone near its end makes of a suspend, and of a wrap. */
#include "base/monotonic.h"
#include "check.h"
#include "machine/counter.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "machine/sources.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ZONE "sys/class/powercap/intel-rapl:0"

static char folder[] = "/tmp/lattice-asleep-XXXXXX";
static const double high = 262143000000, range = 262143328850;

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	fputs(text, file);
	fclose(file);
}

/* What the zone's counter grew by, from near the end of its range to 500, with `asleep` ns of sleep in between. */
static double grown(double asleep)
{
	struct sources sources = { 0 };
	int root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct machine *machine;
	unsigned zone = 0;
	double before, after;

	put(ZONE "/energy_uj", "262143000000\n");
	machine = machine_probe(root, folder, false, &sources, NULL);
	while (strcmp(machine->signals[zone].name, "package0.energy") != 0)
		zone++;
	machine_read(machine, true);
	before = machine->values[zone];
	/* The clocks can't be set, but what was read of them can. */
	machine->asleep_ns -= asleep;
	machine->signals[zone].counter.asleep_ns -= asleep;
	put(ZONE "/energy_uj", "500\n");
	machine_read(machine, true);
	after = machine->values[zone];
	CHECK(before == high);
	machine_free(machine);
	sources_close(&sources);
	close(root);
	return after - before;
}

int main(void)
{
	static const char *const made[] = { "sys", "sys/class", "sys/class/powercap", ZONE };
	char command[64];

	if (!mkdtemp(folder) || chdir(folder) < 0)
		return 1;
	for (unsigned i = 0; i < sizeof(made) / sizeof(*made); i++)
		if (mkdir(made[i], 0755) < 0)
			return 1;
	put(ZONE "/name", "package-0\n");
	put(ZONE "/max_energy_range_uj", "262143328850\n");
	CHECK(grown(0) == range - high + 500);
	CHECK(grown(3600e9) == 0);
	/* The two clocks are not read at the same moment: that is no sleep. */
	CHECK(grown(100e3) == range - high + 500);
	CHECK(asleep_ns(asleep_ns(0)) == asleep_ns(0));
	snprintf(command, sizeof(command), "rm -r %s", folder);
	CHECK(system(command) == 0);
	return check_result();
}
