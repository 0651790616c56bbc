/* SPDX-License-Identifier: MIT */
/* The perf counters on the running kernel: context switches of a known number on CPU 1, what is missing said in words, and the time of a read. Needs root
 * (or CAP_PERFMON) and two CPUs, and says so when it is skipped (77). */
#include "perf/perf.h"
#include "perf/perf_energy.h"

#include <fcntl.h>
#include <math.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CPU 1u
#define SLEEPS 200

static double now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static unsigned place(const struct perf *perf, const char *name)
{
	for (unsigned i = 0; i < perf_event_count(perf); i++)
		if (strcmp(perf_event_name(perf, i), name) == 0)
			return i;
	return PERF_MAX_EVENTS;
}

int main(void)
{
	char why[256];
	double first[PERF_MAX_EVENTS + 1] = {0}, last[PERF_MAX_EVENTS + 1] = {0};
	unsigned failed = 0;

	if (geteuid() != 0 || sysconf(_SC_NPROCESSORS_ONLN) < 2) {
		printf("SKIP perf_live: needs root and two CPUs\n");
		return 77;
	}
	const int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct perf *perf = perf_open(root, (unsigned)sysconf(_SC_NPROCESSORS_CONF), why, sizeof why);
	if (!perf) {
		printf("FAIL: %s\n0 passed, 1 failed\n", why);
		return 1;
	}
	printf("%u events, hardware %d: \"%s\"\n", perf_event_count(perf), perf_hardware(perf), why);
	cpu_set_t set;
	CPU_ZERO(&set);
	CPU_SET(CPU, &set);
	sched_setaffinity(0, sizeof set, &set);
	const unsigned switches = place(perf, "context_switches");
	perf_read(perf, CPU, first);
	for (int i = 0; i < SLEEPS; i++)
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
	perf_read(perf, CPU, last);
	printf("context switches on CPU 1 during %d sleeps: %.0f\n", SLEEPS, last[switches] - first[switches]);
	failed += !(last[switches] - first[switches] >= SLEEPS);
	failed += !(perf_hardware(perf) ? last[0] > first[0] : why[0] != '\0');

	const double begin = now_us();
	for (int i = 0; i < 1000; i++)
		perf_read(perf, 0, last);
	printf("perf_read of another CPU: %.2f us\n", (now_us() - begin) / 1000);
	perf_close(perf);

	struct perf_energy *energy = perf_energy_open(why, sizeof why);
	printf("energy: %u domains: \"%s\"\n", energy ? perf_energy_count(energy) : 0u, why);
	failed += energy ? !(perf_energy_uj(energy, 0) >= 0) : why[0] == '\0';
	perf_energy_close(energy);
	printf("%u passed, %u failed\n", 3 - failed, failed);
	return failed != 0;
}
