/* SPDX-License-Identifier: MIT */
/*
 * A load from one number of each kind: its jobs are drawn here, and burnt as burn.h says. It prints "playing" when it begins
 * and one line of JSON when it ends.
 */
#define _GNU_SOURCE
#include <getopt.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../layout.h"
#include "burn.h"

struct options {
	int cpu;
	int load;		/* which of those that share the CPU */
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

static unsigned short random_state[3];
static struct burner burner;

static void stop(int number)
{
	(void)number;
	burn_stopped = 1;
}

static double exponential(void)
{
	return -log(1.0 - erand48(random_state));
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
	while (!burn_stopped) {
		arrival += frames ? period_ns : period_ns * exponential();
		if (arrival >= (double)end)
			break;
		if ((double)clock_ns(CLOCK_MONOTONIC) < arrival) {
			sleep_until((int64_t)arrival);
			++*burner.page.wakes;
		}
		double work_ms = frames ? options->work_ms : options->work_ms * exponential();
		burn(&burner, work_ms, options->memory, end);
		int64_t finished = clock_ns(CLOCK_MONOTONIC);
		if (finished >= end || burn_stopped)
			break;
		result->work_ms += work_ms;
		account(result, finished, (int64_t)arrival, frames ? (int64_t)(arrival + period_ns) : 0);
	}
	sleep_until(end);
}

static struct options parse(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "cpu", required_argument, NULL, 'c' },  { "seconds", required_argument, NULL, 't' },
		{ "rate", required_argument, NULL, 'r' }, { "work", required_argument, NULL, 'w' },
		{ "mem", required_argument, NULL, 'm' },  { "seed", required_argument, NULL, 's' },
		{ "load", required_argument, NULL, 'l' },
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
		case 'l': options.load = atoi(optarg); break;
		default: exit(2);
		}
	}
	options.mode = argv[optind];
	if (!options.mode || options.load < 0 || options.load >= RIG_LOADS) {
		fputs("usage: player [--cpu N] [--load N] [--seconds S] [--rate HZ] [--work MS] [--mem SHARE] [--seed N] idle|busy|poisson|frames\n",
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
	burner.page = page_map(options.cpu);
	burner.page.own_ns += options.load;
	*burner.page.memory_permille = (uint32_t)lround(options.memory * 1000);

	/* From here on a signal ends the load instead of the process. */
	puts("playing");
	fflush(stdout);
	int64_t start = clock_ns(CLOCK_MONOTONIC);
	int64_t end = start + (int64_t)(options.seconds * 1e9);
	int64_t cpu_before = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
	if (strcmp(options.mode, "busy") == 0)
		burn(&burner, INFINITY, options.memory, end);
	else if (strcmp(options.mode, "poisson") == 0 || strcmp(options.mode, "frames") == 0)
		play_jobs(&options, &result, start, end, options.mode[0] == 'f');
	else
		sleep_until(end);

	printf("{\"mode\":\"%s\",\"cpu\":%d,\"start_ns\":%lld,\"elapsed_ns\":%lld,\"busy_ns\":%lld,\"cpu_ns\":%lld,"
	       "\"jobs\":%ld,\"missed\":%ld,\"work_ms\":%.3f,\"response_mean_ms\":%.3f,\"response_max_ms\":%.3f}\n",
	       options.mode, options.cpu, (long long)start, (long long)(clock_ns(CLOCK_MONOTONIC) - start), (long long)burner.busy_ns,
	       (long long)(clock_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu_before), result.jobs, result.missed, result.work_ms,
	       result.jobs ? result.response_sum_ms / (double)result.jobs : 0.0, result.response_max_ms);
	return 0;
}
