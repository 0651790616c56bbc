/* SPDX-License-Identifier: MIT */
/* A server with one queue: it sleeps until the next arrival and then uses CPU time for the job. Poisson and frames differ only in arrivals and jobs. */
#include "busy_load.h"

#include <math.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1e9
#define POISSON_GAP (10e-3 * SECOND) /* mean; jobs of 3 ms on average: 30 % busy */
#define POISSON_JOB (3e-3 * SECOND)
#define FRAME_GAP (SECOND / 60)
#define FRAME_JOB (5e-3 * SECOND) /* 30 % busy */

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static double exponential(double mean)
{
	return -mean * log(1.0 - drand48());
}

static void sleep_until(double ns)
{
	const struct timespec t = {.tv_sec = (time_t)(ns / SECOND), .tv_nsec = (long)fmod(ns, SECOND)};
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static void use_cpu(double ns)
{
	const uint64_t end = clock_ns(CLOCK_THREAD_CPUTIME_ID) + (uint64_t)ns;
	while (clock_ns(CLOCK_THREAD_CPUTIME_ID) < end)
		;
}

_Noreturn static void serve(enum busy_load load)
{
	double arrival = (double)clock_ns(CLOCK_MONOTONIC);
	for (;;) {
		arrival += load == BUSY_LOAD_POISSON ? exponential(POISSON_GAP) : FRAME_GAP;
		sleep_until(arrival);
		use_cpu(load == BUSY_LOAD_POISSON ? exponential(POISSON_JOB) : FRAME_JOB);
	}
}

pid_t busy_load_start(enum busy_load load, unsigned cpu, unsigned seed)
{
	const pid_t pid = fork();
	if (pid != 0)
		return pid;

	cpu_set_t set;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sched_setaffinity(0, sizeof set, &set);
	srand48((long)seed);
	if (load == BUSY_LOAD_IDLE)
		for (;;)
			pause();
	/* Real-time priority, so that what else runs on the machine does not bend the load's shape. Not for the spin: RT throttling would stop it. */
	if (load == BUSY_LOAD_SPIN)
		use_cpu(1e18);
	sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){.sched_priority = 1});
	serve(load);
}

void busy_load_stop(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}
