/* SPDX-License-Identifier: MIT */
/* The perf counters against a fake kernel: scaling, groups too large, hotplug, no PMU, no descriptors, refusals; and the energy events of fake trees. */
#include "perf/perf.h"
#include "perf/perf_energy_scan.h"
#include "perf_fake.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static unsigned passed, failed;
static char why[256];
static int bare = -1; /* a tree that names no PMU */

static void check(bool good, const char *what)
{
	passed += good;
	failed += !good;
	if (!good)
		printf("FAIL: %s (why: \"%s\")\n", what, why);
}

static struct perf *fresh(void)
{
	fake = (struct perf_fake){.counters = 6, .share_percent = 100, .descriptors = 200, .missing_config = 99, .rate = 1000};
	return perf_open(bare, FAKE_CPUS, why, sizeof why);
}

static bool near(double a, double b)
{
	return fabs(a - b) <= 1e-9 * fabs(b);
}

static void scaling(void)
{
	double out[PERF_MAX_EVENTS];
	struct perf *perf = fresh();
	check(perf && why[0] == '\0' && perf_event_count(perf) == 7 && perf_hardware(perf), "all seven events");
	check(!strcmp(perf_event_name(perf, 0), "cycles") && !strcmp(perf_event_name(perf, 6), "migrations"), "names in order");
	perf_fake_pass(100);
	perf_read(perf, 1, out);
	check(near(out[0], 100e3) && near(out[6], 100e3), "counts without multiplexing");
	fake.share_percent = 25;
	perf_fake_pass(100);
	perf_read(perf, 1, out);
	check(near(out[0], 200e3) && near(out[6], 200e3), "scaled by the differences since the last read");
	fake.share_percent = 0;
	perf_fake_pass(100);
	perf_read(perf, 1, out);
	check(near(out[0], 200e3) && near(out[6], 300e3), "out of turn: unchanged, software goes on");
	fake.share_percent = 50;
	perf_fake_pass(100);
	perf_read(perf, 1, out);
	check(near(out[0], 400e3), "a turn stands for the time since the last one");
	perf_close(perf);
	check(perf_fake_open_count() == 0, "all closed");
}

static void crowded(void)
{
	double out[PERF_MAX_EVENTS];
	struct perf *perf = fresh();
	fake.counters = 3;
	perf_read(perf, 0, out);
	for (int i = 0; i < 5; i++) {
		perf_fake_pass(300);
		perf_read(perf, 0, out);
	}
	check(out[0] > 0 && out[2] > 0 && isnan(out[3]) && isnan(out[4]), "a group that never ran gave its last members up");
	fake.counters = 1;
	perf_cpu_offline(perf, 0);
	perf_cpu_online(perf, 0);
	for (int i = 0; i < 9; i++) {
		perf_fake_pass(300);
		perf_read(perf, 0, out);
	}
	check(isnan(out[2]) && out[5] > 0 && perf_fake_open_count() == 4 + 3 * 7, "cycles and instructions are never given up");
	perf_close(perf);
}

static void hotplug(void)
{
	double out[PERF_MAX_EVENTS];
	struct perf *perf = fresh();
	perf_fake_pass(10);
	perf_read(perf, 2, out);
	perf_fake_offline(2, true);
	perf_fake_pass(10);
	perf_read(perf, 2, out);
	check(isnan(out[0]) && isnan(out[5]), "an offline CPU has no values");
	perf_fake_offline(2, false);
	perf_cpu_online(perf, 2);
	perf_cpu_online(perf, 2);
	perf_fake_pass(10);
	perf_read(perf, 2, out);
	check(near(out[0], 20e3) && near(out[5], 20e3), "counts go on when it is back");
	perf_fake_offline(2, true);
	perf_fake_offline(2, false);
	perf_fake_pass(10);
	perf_read(perf, 2, out);
	perf_fake_pass(10);
	perf_read(perf, 2, out);
	check(near(out[0], 30e3), "a death between two reads is noticed without being told");
	perf_close(perf);
}

static void shortfalls(void)
{
	double out[PERF_MAX_EVENTS];
	fake = (struct perf_fake){.descriptors = 200, .no_pmu = true, .rate = 1, .offline = {[3] = true}};
	struct perf *perf = perf_open(bare, FAKE_CPUS, why, sizeof why);
	check(perf && !perf_hardware(perf) && perf_event_count(perf) == 2 && strstr(why, "no PMU"), "no PMU: software only, and said");
	perf_close(perf);

	fake = (struct perf_fake){.descriptors = 200, .counters = 6, .share_percent = 100, .rate = 1, .missing_config = PERF_COUNT_HW_STALLED_CYCLES_BACKEND};
	perf = perf_open(bare, FAKE_CPUS, why, sizeof why);
	check(perf && perf_event_count(perf) == 6 && why[0] == '\0' && !strcmp(perf_event_name(perf, 3), "ref_cycles"), "an event nobody has is left out");
	perf_close(perf);

	fake = (struct perf_fake){.descriptors = 16, .counters = 6, .share_percent = 100, .rate = 1, .missing_config = 99};
	perf = perf_open(bare, FAKE_CPUS, why, sizeof why);
	perf_fake_pass(10);
	perf_read(perf, 3, out);
	check(perf && strstr(why, "2 of 4 CPUs") && isnan(out[0]), "descriptors end: the CPUs before keep theirs, and said");
	perf_close(perf);

	fake = (struct perf_fake){.refuse = EACCES};
	check(!perf_open(bare, FAKE_CPUS, why, sizeof why) && strstr(why, "Permission denied"), "refused: says so");
	check(perf_fake_open_count() == 0, "nothing leaks");
}

static void put(const char *root, const char *path, const char *text)
{
	char full[512];
	snprintf(full, sizeof full, "%s/%s", root, path);
	for (char *slash = strchr(full + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(full, 0755);
		*slash = '/';
	}
	FILE *file = fopen(full, "we");
	if (!file || fputs(text, file) < 0 || fclose(file) != 0)
		exit(2);
}

static void drop(int fd, const char *root)
{
	char command[64];
	close(fd);
	snprintf(command, sizeof command, "rm -r %s", root);
	if (system(command) != 0)
		exit(2);
}

#define MSR "sys/bus/event_source/devices/msr/"

static void productive_cycles(void)
{
	char root[] = "/tmp/perf_test.XXXXXX";
	double out[PERF_MAX_EVENTS];
	if (!mkdtemp(root))
		exit(2);
	put(root, MSR "type", "9\n");
	put(root, MSR "events/aperf", "event=0x01\n");
	const int fd = open(root, O_PATH | O_DIRECTORY);
	perf_close(fresh());
	struct perf *perf = perf_open(fd, FAKE_CPUS, why, sizeof why);
	check(perf && perf_event_count(perf) == 7 && why[0] == '\0', "aperf alone tells nothing");
	perf_close(perf);
	put(root, MSR "events/pperf", "event=0x03\n");
	perf = perf_open(fd, FAKE_CPUS, why, sizeof why);
	check(perf && perf_event_count(perf) == 9 && !strcmp(perf_event_name(perf, 7), "aperf") && !strcmp(perf_event_name(perf, 8), "pperf"),
	      "aperf and pperf of the msr PMU");
	fake.share_percent = 50;
	perf_fake_pass(100);
	perf_read(perf, 1, out);
	check(near(out[0], 100e3) && near(out[7], 100e3) && near(out[8], 100e3), "they count beside a multiplexed group");
	perf_fake_offline(1, true);
	perf_read(perf, 1, out);
	perf_fake_offline(1, false);
	perf_cpu_online(perf, 1);
	perf_read(perf, 1, out);
	perf_fake_pass(10);
	perf_read(perf, 1, out);
	check(near(out[8], 110e3), "they come back with their CPU");
	perf_close(perf);
	check(perf_fake_open_count() == 0, "and nothing leaks");
	drop(fd, root);
}

#define POWER "sys/bus/event_source/devices/power/"

static void energy(void)
{
	char root[] = "/tmp/perf_test.XXXXXX";
	struct perf_energy_source found[PERF_ENERGY_MAX];
	if (!mkdtemp(root))
		exit(2);
	put(root, POWER "type", "23\n");
	put(root, POWER "cpumask", "0,18\n");
	put(root, POWER "events/energy-pkg", "event=0x02\n");
	put(root, POWER "events/energy-pkg.scale", "2.3283064365386962890625e-10\n");
	put(root, POWER "events/energy-ram", "event=0x03\n");
	put(root, POWER "events/energy-ram.scale", "1.5258789062500000e-05\n");
	put(root, POWER "events/energy-psys", "event=0x05\n");
	put(root, "sys/devices/system/cpu/cpu0/topology/physical_package_id", "0\n");
	put(root, "sys/devices/system/cpu/cpu18/topology/physical_package_id", "1\n");
	const int fd = open(root, O_PATH | O_DIRECTORY);
	const unsigned n = perf_energy_scan(fd, found);
	check(n == 5, "two packages, two domains, one platform");
	check(n == 5 && !strcmp(found[0].name, "package0") && found[0].config == 2 && near(found[0].scale, 0x1p-32), "package0");
	check(n == 5 && !strcmp(found[1].name, "package0.dram") && near(found[1].scale, 0x1p-16), "package0.dram has a scale of its own");
	check(n == 5 && !strcmp(found[2].name, "psys") && !strcmp(found[4].name, "package1.dram") && found[4].cpu == 18, "psys once, package1");
	drop(fd, root);
}

/* mlco2/codecarbon#1274: both dies of a Threadripper show what the package used. */
static void dies(void)
{
	char root[] = "/tmp/perf_test.XXXXXX";
	struct perf_energy_source found[PERF_ENERGY_MAX];
	if (!mkdtemp(root))
		exit(2);
	put(root, POWER "type", "23\n");
	put(root, POWER "cpumask", "0,8\n");
	put(root, POWER "events/energy-pkg", "event=0x02\n");
	put(root, POWER "events/energy-pkg.scale", "2.3283064365386962890625e-10\n");
	put(root, "sys/devices/system/cpu/cpu0/topology/physical_package_id", "0\n");
	put(root, "sys/devices/system/cpu/cpu8/topology/physical_package_id", "0\n");
	put(root, "proc/cpuinfo", "processor\t: 0\nvendor_id\t: GenuineIntel\n");
	const int fd = open(root, O_PATH | O_DIRECTORY);
	unsigned n = perf_energy_scan(fd, found);
	check(n == 2 && !strcmp(found[0].name, "package0.die0") && !strcmp(found[1].name, "package0.die1"), "Intel's dies have counters of their own");
	put(root, "proc/cpuinfo", "processor\t: 0\nvendor_id\t: AuthenticAMD\n");
	n = perf_energy_scan(fd, found);
	check(n == 1 && !strcmp(found[0].name, "package0") && found[0].cpu == 0, "AMD's dies show their package");
	drop(fd, root);
}

/* Both found by fuzzing: a mask of all CPUs made it open 67 million files, and an infinite unit gave infinite energy. */
static void odd_energy(void)
{
	char root[] = "/tmp/perf_test.XXXXXX";
	struct perf_energy_source found[PERF_ENERGY_MAX];
	if (!mkdtemp(root))
		exit(2);
	put(root, POWER "cpumask", "0-8191\n");
	put(root, POWER "events/energy-pkg", "event=0x02\n");
	put(root, POWER "events/energy-ram", "event=0x03\n");
	put(root, POWER "events/energy-ram.scale", "inf\n");
	const int fd = open(root, O_PATH | O_DIRECTORY);
	const unsigned n = perf_energy_scan(fd, found);
	check(n == PERF_ENERGY_MAX && !strcmp(found[0].name, "package0.die0") && !strcmp(found[n - 1].name, "package0.die127"), "as many as there is room for, each die by its number");
	check(n == PERF_ENERGY_MAX && found[n - 1].cpu == 127, "and none of an infinite unit");
	drop(fd, root);
}

int main(void)
{
	char root[] = "/tmp/perf_test.XXXXXX";
	if (!mkdtemp(root))
		exit(2);
	bare = open(root, O_PATH | O_DIRECTORY);
	scaling();
	crowded();
	hotplug();
	shortfalls();
	productive_cycles();
	energy();
	dies();
	odd_energy();
	drop(bare, root);
	printf("%u passed, %u failed\n", passed, failed);
	return failed != 0;
}
