/* SPDX-License-Identifier: MIT */
/*
 * Executes a script of jobs, as written, on CPU 0. One task a stream; jobs are burnt as burn.h says. The script, on stdin, all
 * times in ms:
 *
 *     window FROM UNTIL                   an open script: what of its time counts
 *     stream open | stream closed         jobs of one task, done one after the other
 *     job WHEN DEADLINE SCORED WORK MEMORY [WORK MEMORY ...]
 *
 * WHEN counts from the start in an open stream, from the end of the last job in a closed one; DEADLINE like WHEN, or -1. A
 * script without a window has one closed stream: it counts from the end of the last job that isn't scored to that of the last.
 *
 * A job's response counts from when it was there to be done, or from when the task awoke for it if it slept: how late an
 * emulated CPU wakes is the host's doing, and is told apart ("late_ms") from what the guest did. Prints "playing" when it
 * begins, and at its end one line of JSON.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "burn.h"

enum { LOAD_CPU = 0, WINDOW_CPU = 1, MOST_PIECES = 4, MOST_STREAMS = 8 };

/* An emulated CPU that is not kept from running wakes in less. */
static const int64_t LATE_NS = 1000000;

struct piece {
	double work_ms, memory;
};

struct job {
	double when_ms, deadline_ms;
	int scored, pieces;
	struct piece piece[MOST_PIECES];
	int64_t response_ns;
	int missed;
};

struct stream {
	struct burner burner;
	int closed;
	struct job *jobs;
	size_t count;
	long wakes;
	int64_t late_ns;
	pthread_t thread;
};

static struct stream streams[MOST_STREAMS];
static int stream_count;
static double window_from_ms = -1, window_until_ms;
static int64_t start;
static int64_t opened, closed;

static void invalid(long line)
{
	fprintf(stderr, "script: line %ld is no window, stream or job\n", line);
	exit(2);
}

static int read_pieces(struct job *job, const char *text)
{
	int used;
	while (sscanf(text, " %lf %lf%n", &job->piece[job->pieces].work_ms, &job->piece[job->pieces].memory, &used) == 2) {
		text += used;
		if (++job->pieces == MOST_PIECES)
			break;
	}
	return job->pieces > 0 && text[strspn(text, " \n")] == '\0';
}

static void read_line(const char *text, long line)
{
	struct job job = { 0 };
	char kind[8];
	int used = 0;
	if (sscanf(text, "window %lf %lf", &window_from_ms, &window_until_ms) == 2)
		return;
	if (sscanf(text, "stream %7s", kind) == 1 && stream_count < MOST_STREAMS) {
		streams[stream_count++].closed = strcmp(kind, "closed") == 0;
		return;
	}
	if (stream_count == 0 || sscanf(text, "job %lf %lf %d%n", &job.when_ms, &job.deadline_ms, &job.scored, &used) != 3 ||
	    !read_pieces(&job, text + used))
		invalid(line);
	struct stream *stream = &streams[stream_count - 1];
	/* Grows by doubling. */
	if ((stream->count & (stream->count - 1)) == 0) {
		size_t room = stream->count ? 2 * stream->count : 1;
		stream->jobs = realloc(stream->jobs, room * sizeof job);
		if (!stream->jobs)
			abort();
	}
	stream->jobs[stream->count++] = job;
}

static void window(int open)
{
	*streams[0].burner.page.scored = (uint32_t)open;
	*(open ? &opened : &closed) = clock_ns(CLOCK_MONOTONIC);
}

/* Waits for a job and says from when on its response counts. */
static int64_t await(struct stream *stream, int64_t arrival)
{
	if (clock_ns(CLOCK_MONOTONIC) >= arrival)
		return arrival;
	sleep_until(arrival);
	int64_t awake = clock_ns(CLOCK_MONOTONIC);
	++*stream->burner.page.wakes;
	stream->wakes++;
	if (awake - arrival > LATE_NS)
		stream->late_ns += awake - arrival;
	return awake;
}

static void *play(void *argument)
{
	struct stream *stream = argument;
	pin(LOAD_CPU);
	int64_t last = start;
	int owns_window = window_from_ms < 0;
	for (size_t i = 0; i < stream->count && !burn_stopped; i++) {
		struct job *job = &stream->jobs[i];
		if (owns_window && job->scored && !opened)
			window(1);
		int64_t origin = stream->closed ? last : start;
		int64_t arrival = origin + (int64_t)(job->when_ms * 1e6);
		int64_t from = await(stream, arrival);
		for (int p = 0; p < job->pieces; p++)
			burn(&stream->burner, job->piece[p].work_ms, job->piece[p].memory, INT64_MAX);
		last = clock_ns(CLOCK_MONOTONIC);
		job->response_ns = last - from;
		job->missed = job->deadline_ms >= 0 && (double)job->response_ns > (job->deadline_ms - job->when_ms) * 1e6;
	}
	if (owns_window)
		window(0);
	return NULL;
}

/* Jobs without a deadline by their response, those with one by whether they were late. */
static void print_result(void)
{
	long deadlines = 0, missed = 0, wakes = 0;
	int64_t busy_ns = 0, held_ns = 0, late_ns = 0;
	const char *comma = "";
	printf("{\"responses\":[");
	for (int s = 0; s < stream_count; s++) {
		struct stream *stream = &streams[s];
		for (size_t i = 0; i < stream->count; i++) {
			struct job *job = &stream->jobs[i];
			if (job->scored && job->deadline_ms >= 0) {
				deadlines++;
				missed += job->missed;
			} else if (job->scored) {
				printf("%s%.3f", comma, (double)job->response_ns / 1e6);
				comma = ",";
			}
		}
		wakes += stream->wakes;
		late_ns += stream->late_ns;
		busy_ns += stream->burner.busy_ns;
		held_ns += stream->burner.held_ns;
	}
	printf("],\"deadlines\":%ld,\"missed\":%ld,\"window_ms\":%.3f,\"busy_ms\":%.3f,\"held_ms\":%.3f,\"wakes\":%ld,"
	       "\"late_ms\":%.3f}\n",
	       deadlines, missed, (double)(closed - opened) / 1e6, (double)busy_ns / 1e6, (double)held_ns / 1e6, wakes,
	       (double)late_ns / 1e6);
}

static void stop(int number)
{
	(void)number;
	burn_stopped = 1;
}

int main(void)
{
	char text[512];
	for (long line = 1; fgets(text, sizeof text, stdin); line++)
		read_line(text, line);
	signal(SIGTERM, stop);
	pin(WINDOW_CPU);
	struct cpu_page page = page_map(LOAD_CPU);
	*page.scored = 0;
	puts("playing");
	fflush(stdout);
	start = clock_ns(CLOCK_MONOTONIC);
	for (int s = 0; s < stream_count; s++) {
		streams[s].burner.page = page;
		if (pthread_create(&streams[s].thread, NULL, play, &streams[s]))
			abort();
	}
	if (window_from_ms >= 0) {
		sleep_until(start + (int64_t)(window_from_ms * 1e6));
		window(1);
		sleep_until(start + (int64_t)(window_until_ms * 1e6));
		window(0);
	}
	for (int s = 0; s < stream_count; s++)
		pthread_join(streams[s].thread, NULL);
	print_result();
	return 0;
}
