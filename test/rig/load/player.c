/* SPDX-License-Identifier: MIT */
/*
 * Load that feels the frequency. Emulation runs at one speed whatever the P-state, so the load dilates itself:
 *
 * 1. It reads the frequency f that physics publishes for its CPU.
 * 2. In dt of its own CPU time it gets dt / (m + (1 - m) * f_max / f) of work done, work being counted in time at f_max and
 *    m the share of it that waits for memory, which no clock shortens.
 * 3. It burns until the job's work is done, then sleeps until the next job.
 *
 * Time is the thread's CPU time, so that a guest task that takes the CPU delays the job as it would on real silicon.
 * While burning it publishes its busy time, from which physics makes power, heat and counters. It prints "playing" when it
 * begins and one line of JSON when it ends.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "page.h"

static const double MAX_KHZ = 4600000.0;

struct options {
	int cpu;
	double seconds;		/* how long to play */
	double rate;		/* jobs per second */
	double work_ms;		/* mean work of a job, in ms at the highest frequency */
	double memory;		/* share of the work that waits for memory */
	unsigned short seed;
	const char *mode;
};

struct result {
	long jobs, missed;
	double work_ms, response_sum_ms, response_max_ms;
};

static volatile sig_atomic_t stopped;
static unsigned short random_state[3];
static struct cpu_page page;
static int64_t busy_total_ns;

static void stop(int number)
{
	(void)number;
	stopped = 1;
}

static int64_t clock_ns(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void sleep_until(int64_t monotonic_ns)
{
	struct timespec at = { .tv_sec = monotonic_ns / 1000000000LL, .tv_nsec = monotonic_ns % 1000000000LL };
	while (!stopped && clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR)
		;
}

static double exponential(void)
{
	return -log(1.0 - erand48(random_state));
}

/*
 * Does the work of one job, or what of it fits before the end. Where the host kept the emulated CPU from running, a single
 * look at the clock jumps past the job's end; what was done too much counts for the next job, so that sums stay true.
 */
static void burn(double work_ms, double memory, int64_t end)
{
	static double surplus_ns;
	double left_ns = work_ms * 1e6 - surplus_ns;
	int64_t before = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	while (left_ns > 0 && !stopped && clock_ns(CLOCK_MONOTONIC) < end) {
		double khz = *page.frequency_khz;
		int64_t now = clock_ns(CLOCK_THREAD_CPUTIME_ID);
		left_ns -= (double)(now - before) / (memory + (1.0 - memory) * MAX_KHZ / khz);
		busy_total_ns += now - before;
		*page.busy_ns += (uint64_t)(now - before);
		before = now;
	}
	surplus_ns = left_ns < 0 ? -left_ns : 0;
}

static void account(struct result *result, int64_t finished, int64_t arrival, int64_t deadline)
{
	double response_ms = (double)(finished - arrival) / 1e6;
	result->jobs++;
	result->missed += deadline > 0 && finished > deadline;
	result->response_sum_ms += response_ms;
	if (response_ms > result->response_max_ms)
		result->response_max_ms = response_ms;
}

/* Frames come at a fixed rate and must be done before the next; Poisson jobs queue and have no deadline. */
static void play_jobs(const struct options *options, struct result *result, int64_t start, int64_t end, int frames)
{
	double period_ns = 1e9 / options->rate;
	double arrival = (double)start;
	while (!stopped) {
		arrival += frames ? period_ns : period_ns * exponential();
		if (arrival >= (double)end)
			break;
		if ((double)clock_ns(CLOCK_MONOTONIC) < arrival) {
			sleep_until((int64_t)arrival);
			++*page.wakes;
		}
		double work_ms = frames ? options->work_ms : options->work_ms * exponential();
		burn(work_ms, options->memory, end);
		int64_t finished = clock_ns(CLOCK_MONOTONIC);
		if (finished >= end || stopped)
			break;
		result->work_ms += work_ms;
		account(result, finished, (int64_t)arrival, frames ? (int64_t)(arrival + period_ns) : 0);
	}
	sleep_until(end);
}

static void pin(int cpu)
{
	cpu_set_t set;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof set, &set)) {
		perror("player: sched_setaffinity");
		exit(1);
	}
}

static struct options parse(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "cpu", required_argument, NULL, 'c' },  { "seconds", required_argument, NULL, 't' },
		{ "rate", required_argument, NULL, 'r' }, { "work", required_argument, NULL, 'w' },
		{ "mem", required_argument, NULL, 'm' },  { "seed", required_argument, NULL, 's' },
		{ NULL, 0, NULL, 0 },
	};
	struct options options = { .cpu = 0, .seconds = 10, .rate = 60, .work_ms = 6, .memory = 0.1, .seed = 1 };
	int letter;
	while ((letter = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		switch (letter) {
		case 'c': options.cpu = atoi(optarg); break;
		case 't': options.seconds = atof(optarg); break;
		case 'r': options.rate = atof(optarg); break;
		case 'w': options.work_ms = atof(optarg); break;
		case 'm': options.memory = atof(optarg); break;
		case 's': options.seed = (unsigned short)atoi(optarg); break;
		default: exit(2);
		}
	}
	options.mode = argv[optind];
	if (!options.mode) {
		fputs("usage: player [--cpu N] [--seconds S] [--rate HZ] [--work MS] [--mem SHARE] [--seed N] idle|busy|poisson|frames\n",
		      stderr);
		exit(2);
	}
	return options;
}

int main(int argc, char **argv)
{
	struct options options = parse(argc, argv);
	struct result result = { 0 };
	random_state[0] = options.seed;
	signal(SIGTERM, stop);
	signal(SIGINT, stop);
	pin(options.cpu);
	page = page_map(options.cpu);
	*page.memory_permille = (uint32_t)lround(options.memory * 1000);

	/* From here on a signal ends the load instead of the process. */
	puts("playing");
	fflush(stdout);
	int64_t start = clock_ns(CLOCK_MONOTONIC);
	int64_t end = start + (int64_t)(options.seconds * 1e9);
	int64_t cpu_before = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
	if (strcmp(options.mode, "busy") == 0)
		burn(INFINITY, options.memory, end);
	else if (strcmp(options.mode, "poisson") == 0 || strcmp(options.mode, "frames") == 0)
		play_jobs(&options, &result, start, end, options.mode[0] == 'f');
	else
		sleep_until(end);

	printf("{\"mode\":\"%s\",\"cpu\":%d,\"start_ns\":%lld,\"elapsed_ns\":%lld,\"busy_ns\":%lld,\"cpu_ns\":%lld,"
	       "\"jobs\":%ld,\"missed\":%ld,\"work_ms\":%.3f,\"response_mean_ms\":%.3f,\"response_max_ms\":%.3f}\n",
	       options.mode, options.cpu, (long long)start, (long long)(clock_ns(CLOCK_MONOTONIC) - start), (long long)busy_total_ns,
	       (long long)(clock_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu_before), result.jobs, result.missed, result.work_ms,
	       result.jobs ? result.response_sum_ms / (double)result.jobs : 0.0, result.response_max_ms);
	return 0;
}
