/* SPDX-License-Identifier: MIT */
/* The busy sensor on the running kernel: loads of known shape on CPU 1, their busy share against the load's own accounting and the scheduler's, and
 * their bunching ladders. Needs root, BTF and two CPUs, and says so when it is skipped (exit code 77). Arguments: seconds a load (10), seed (1). */
#include "busy/busy.h"
#include "busy_load.h"

#include <math.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define CPU 1u
#define QUIET 0.03
#define TICK_NS 100000000ull

struct sample {
	double time, sensor, load, scheduler; /* seconds; the last three are busy time by three accounts */
};

static double seconds(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Run time of all tasks of the CPU as the scheduler counts it: cpuacct of cgroup v1 (the 2nd number), or up to the last switch /proc/schedstat (7th
 * field). NAN where the kernel offers neither: then nothing else may run on the CPU. */
static double scheduler_seconds(void)
{
	char line[512];
	unsigned long long ns = 0;
	bool found = false;
	FILE *file = fopen("/sys/fs/cgroup/cpuacct/cpuacct.usage_percpu", "re");
	if (file) {
		found = fscanf(file, "%*u %llu", &ns) == 1;
	} else if ((file = fopen("/proc/schedstat", "re"))) {
		while (!found && fgets(line, sizeof line, file))
			found = sscanf(line, "cpu1 %*u %*u %*u %*u %*u %*u %llu", &ns) == 1;
	}
	if (file)
		fclose(file);
	return found ? (double)ns * 1e-9 : NAN;
}

static struct sample take(struct busy *busy, clockid_t load)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	busy_read(busy, (uint64_t)now.tv_sec * 1000000000ull + (uint64_t)now.tv_nsec);
	return (struct sample){.time = (double)now.tv_sec + (double)now.tv_nsec * 1e-9, .sensor = (double)busy_ns(busy, CPU) * 1e-9,
			       .load = seconds(load), .scheduler = scheduler_seconds()};
}

struct outcome {
	double own, other, error; /* shares of the time: the load's, everyone else's on the CPU, sensor minus both */
	double least[BUSY_LADDERS], last[BUSY_LADDERS];
	bool back;                /* did the counter ever go back? */
};

static struct outcome run(enum busy_load load, double duration, unsigned seed)
{
	struct outcome o = {.least = {NAN, NAN, NAN, NAN, NAN}};
	char why[256];
	clockid_t clock;
	/* The load begins before the sensor: a task that runs since before the attach must count. */
	const pid_t pid = busy_load_start(load, CPU, seed);
	nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
	struct busy *busy = busy_open((unsigned)sysconf(_SC_NPROCESSORS_CONF), why, sizeof why);
	if (!busy || clock_getcpuclockid(pid, &clock) != 0) {
		printf("FAIL: %s\n", busy ? "no clock of the load" : why);
		exit(1);
	}
	const struct sample first = take(busy, clock);
	struct sample now = first;
	while (now.time - first.time < duration) {
		const double before = now.sensor;
		nanosleep(&(struct timespec){.tv_nsec = TICK_NS}, NULL);
		now = take(busy, clock);
		o.back |= now.sensor < before;
		for (unsigned i = 0; i < BUSY_LADDERS; i++) {
			o.last[i] = busy_bunching(busy, CPU, i);
			o.least[i] = fmin(o.least[i], o.last[i]);
		}
	}
	const double time = now.time - first.time;
	const double all = isnan(now.scheduler) ? 0.0 : (now.scheduler - first.scheduler) / time;
	o.own = (now.load - first.load) / time;
	o.other = fmax(0.0, all - o.own);
	o.error = (now.sensor - first.sensor) / time - o.own - o.other;
	busy_close(busy);
	busy_load_stop(pid);
	return o;
}

static double least_of(const struct outcome *o)
{
	double least = NAN;
	for (unsigned i = 0; i < BUSY_LADDERS; i++)
		least = fmin(least, o->least[i]);
	return least;
}

int main(int argc, char **argv)
{
	static const char *const names[] = {"idle", "spin", "Poisson", "60 Hz frames"};
	const double duration = argc > 1 ? atof(argv[1]) : 10.0;
	const unsigned seed = argc > 2 ? (unsigned)atoi(argv[2]) : 1u;
	unsigned failures = 0;

	if (geteuid() != 0 || access("/sys/kernel/btf/vmlinux", R_OK) != 0 || sysconf(_SC_NPROCESSORS_ONLN) < 2) {
		printf("SKIP busy_live: needs root, kernel BTF and two CPUs\n");
		return 77;
	}
	cpu_set_t set;
	CPU_ZERO(&set);
	CPU_SET(0, &set);
	sched_setaffinity(0, sizeof set, &set);

	printf("%-13s %7s %7s %7s | B at 5, 10, 20, 40, 80 ms: last (least)\n", "load on CPU 1", "own", "others", "error");
	for (enum busy_load load = BUSY_LOAD_IDLE; load <= BUSY_LOAD_FRAMES; load++) {
		const struct outcome o = run(load, duration, seed);
		const double least = least_of(&o);
		/* What others run on the CPU has a shape of its own, so the load's is judged on a quiet CPU only. */
		const bool judged = o.other < QUIET;
		const bool shape = !judged || (load == BUSY_LOAD_FRAMES ? least < -0.4 : !(least < -0.4));
		const bool good = fabs(o.error) <= 0.02 && !o.back && shape;
		printf("%-13s %6.2f%% %6.2f%% %+6.2f%% |", names[load], 100 * o.own, 100 * o.other, 100 * o.error);
		for (unsigned i = 0; i < BUSY_LADDERS; i++)
			printf(" %5.2f (%5.2f)", o.last[i], o.least[i]);
		printf("  %s%s\n", good ? "ok" : "FAIL", judged ? "" : ", shape not judged: others run on the CPU");
		failures += !good;
	}
	printf("%u passed, %u failed\n", 4 - failures, failures);
	return failures != 0;
}
