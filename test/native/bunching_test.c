/* SPDX-License-Identifier: MIT */
/* Bunching against the reference vectors of bunching_vectors.py, and over many seeds: white noise, Poisson servers, frames, bursts, idle CPUs. Argument: the vectors' file. */
#include "busy/bunching.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define LADDERS 5
#define RUNG 0.005 /* seconds */
#define REGULAR (-0.4)

static unsigned passed, failed;

static void check(bool good, const char *what, double value)
{
	passed += good;
	failed += !good;
	printf("%s: %s: %.4f\n", good ? "ok" : "FAIL", what, value);
}

/* SplitMix64: the same numbers everywhere. */
static uint64_t state;
static double uniform(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

static double exponential(double mean)
{
	return -mean * log(1.0 - uniform());
}

static void vectors(const char *path)
{
	char name[64];
	unsigned n;
	double expected, share;
	FILE *file = fopen(path, "re");
	while (file && fscanf(file, " %63[^\n] %u %lf", name, &n, &expected) == 3) {
		struct bunching b;
		bool early = false;
		bunching_init(&b);
		for (unsigned i = 0; i < n && fscanf(file, "%lf", &share) == 1; i++) {
			early |= !isnan(bunching_value(&b)) && i < BUNCHING_WINDOW;
			bunching_push(&b, share);
		}
		check(fabs(bunching_value(&b) - expected) < 1e-9 && !early, name, bunching_value(&b));
	}
	if (file)
		fclose(file);
	else
		check(false, path, NAN);
}

/* What a load looked like: per ladder the mean, the least, and how many of its values were below REGULAR; and the longest time at which some was. */
struct seen {
	double sum[LADDERS], least[LADDERS], longest;
	uint64_t values[LADDERS], below[LADDERS];
};

/* A server with one queue: jobs of gap() apart, aggregated exactly into the five ladders for `seconds`. */
static void serve(struct seen *seen, double (*gap)(void), double (*job)(void), double seconds)
{
	struct bunching ladder[LADDERS];
	double sum[LADDERS] = {0}, last[LADDERS], arrival = gap() * uniform(), start = arrival, end = start + job(), run = 0;
	for (int l = 0; l < LADDERS; l++) {
		bunching_init(&ladder[l]);
		last[l] = NAN;
	}
	for (uint64_t rung = 0; (double)rung * RUNG < seconds; rung++) {
		const double from = (double)rung * RUNG, to = from + RUNG;
		double busy = 0;
		while (start < to) {
			busy += fmin(end, to) - fmax(start, from);
			if (end > to)
				break;
			arrival += gap();
			start = fmax(arrival, end);
			end = start + job();
		}
		bool regular = false;
		for (int l = 0; l < LADDERS; l++) {
			sum[l] += busy;
			if ((rung + 1) % (1u << l) == 0) {
				bunching_push(&ladder[l], fmin(1.0, sum[l] / (RUNG * (1 << l))));
				sum[l] = 0;
				last[l] = bunching_value(&ladder[l]);
				if (!isnan(last[l])) {
					seen->sum[l] += last[l];
					seen->values[l]++;
					seen->below[l] += last[l] < REGULAR;
					seen->least[l] = fmin(seen->least[l], last[l]);
				}
			}
			regular |= last[l] < REGULAR;
		}
		run = regular ? run + RUNG : 0;
		seen->longest = fmax(seen->longest, run);
	}
}

static double poisson_mean_gap, poisson_mean_job;
static double poisson_gap(void) { return exponential(poisson_mean_gap); }
static double poisson_job(void) { return exponential(poisson_mean_job); }
static double frame_gap(void) { return 1.0 / 60; }
static double frame_job(void) { return 0.005 * (0.8 + 0.4 * uniform()); }
static double burst_gap(void) { return exponential(0.8); }
static double burst_job(void) { return exponential(0.4); }
/* This daemon on an idle CPU: 1.5 ms at 10 Hz. */
static double tick_gap(void) { return 0.1; }
static double tick_job(void) { return 0.0015; }

static struct seen many(double (*gap)(void), double (*job)(void), unsigned seeds, double seconds)
{
	struct seen seen = {.least = {NAN, NAN, NAN, NAN, NAN}};
	for (unsigned seed = 1; seed <= seeds; seed++) {
		state = seed;
		serve(&seen, gap, job, seconds);
	}
	return seen;
}

static void poisson(void)
{
	static const double shares[] = {0.05, 0.2, 0.4, 0.6, 0.8}, jobs[] = {0.0005, 0.002, 0.01};
	uint64_t below = 0, values = 0;
	double longest = 0;
	for (unsigned s = 0; s < 5; s++)
		for (unsigned j = 0; j < 3; j++) {
			poisson_mean_job = jobs[j];
			poisson_mean_gap = jobs[j] / shares[s];
			const struct seen seen = many(poisson_gap, poisson_job, 20, 60);
			for (int l = 0; l < LADDERS; l++) {
				below += seen.below[l];
				values += seen.values[l];
			}
			longest = fmax(longest, seen.longest);
		}
	printf("Poisson: %llu of %llu values below %.1f, in 5 hours\n", (unsigned long long)below, (unsigned long long)values, REGULAR);
	check((double)below < 1e-4 * (double)values, "Poisson: share of values below -0.4", (double)below / (double)values);
	check(longest < 1.5, "Poisson: longest time with a ladder below -0.4, seconds (the gate asks for 1.5)", longest);
}

static void white(void)
{
	double mean = 0;
	for (unsigned seed = 1; seed <= 200; seed++) {
		struct bunching b;
		bunching_init(&b);
		state = seed;
		for (int i = 0; i < 1000; i++)
			bunching_push(&b, uniform());
		mean += bunching_value(&b) / 200;
	}
	check(fabs(mean) < 0.06, "white noise: mean of 200 seeds", mean);
}

int main(int argc, char **argv)
{
	vectors(argc > 1 ? argv[1] : "test/native/bunching_vectors.txt");
	white();
	poisson();
	const struct seen frames = many(frame_gap, frame_job, 20, 30);
	check((double)frames.below[0] >= 0.99 * (double)frames.values[0], "60 Hz frames at 5 ms, mean", frames.sum[0] / (double)frames.values[0]);
	check((double)frames.below[1] >= 0.99 * (double)frames.values[1], "60 Hz frames at 10 ms, mean", frames.sum[1] / (double)frames.values[1]);
	const struct seen bursts = many(burst_gap, burst_job, 20, 60);
	check(bursts.sum[0] > 0.5 * (double)bursts.values[0], "on-off bursts at 5 ms, mean", bursts.sum[0] / (double)bursts.values[0]);
	check(bursts.sum[4] > 0.5 * (double)bursts.values[4], "on-off bursts at 80 ms, mean", bursts.sum[4] / (double)bursts.values[4]);
	const struct seen idle = many(tick_gap, tick_job, 5, 60);
	check(idle.longest == 0, "idle but for 1.5 ms at 10 Hz: never regular, seconds", idle.longest);

	struct bunching b;
	bunching_init(&b);
	for (int i = 0; i < 200; i++)
		bunching_push(&b, i % 2);
	bunching_push(&b, NAN);
	check(isnan(bunching_value(&b)), "a missing share starts anew", bunching_value(&b));
	printf("%u passed, %u failed\n", passed, failed);
	return failed != 0;
}
