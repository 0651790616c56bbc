/* SPDX-License-Identifier: MIT */
/*
 * The guest's first process once the root is in place: runs the host's commands and reads and writes files for it, many at
 * once, over one virtio-serial port. Files are read and written here, not by a shell, so that a test sees the very errno
 * that the kernel gave to a single write(2).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "frame.h"
#include "hold.h"
#include "job.h"

#define PORT "/dev/vport0p1"
enum { FDS_PER_JOB = 3, FIXED_FDS = 2 };

static void answer_read(int channel, const struct frame *frame)
{
	char *path = strndup((const char *)frame->payload, frame->length);
	char bytes[16384];
	ssize_t got = -1;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		while ((got = read(fd, bytes, sizeof bytes)) > 0)
			channel_send(channel, frame->job, FRAME_DATA, bytes, (size_t)got);
	channel_send_int(channel, frame->job, FRAME_RESULT, got < 0 ? errno : 0);
	if (fd >= 0)
		close(fd);
	free(path);
}

static void answer_write(int channel, const struct frame *frame)
{
	const char *path = (const char *)frame->payload + 1;
	const char *bytes = path + strlen(path) + 1;
	size_t length = frame->length - (size_t)(bytes - (const char *)frame->payload);
	int flags = O_WRONLY | O_TRUNC | O_CLOEXEC | (frame->payload[0] ? O_CREAT : 0);
	int fd = open(path, flags, 0644);
	int error = fd < 0 || write(fd, bytes, length) < 0 ? errno : 0;
	if (fd >= 0)
		close(fd);
	channel_send_int(channel, frame->job, FRAME_RESULT, error);
}

static void signal_job(const struct frame *frame, const struct job *job)
{
	int32_t number;
	memcpy(&number, frame->payload, sizeof number);
	if (job && !job->exited)
		kill(-job->pid, number);
}

static void obey(int channel, const struct frame *frame)
{
	struct job *job = job_find(frame->job);
	switch (frame->kind) {
	case FRAME_RUN:
		job_start(frame->job, (const char *)frame->payload, frame->length);
		break;
	case FRAME_INPUT:
		if (job)
			job_input(job, frame->payload, frame->length);
		break;
	case FRAME_SIGNAL:
		signal_job(frame, job);
		break;
	case FRAME_READ:
		answer_read(channel, frame);
		break;
	case FRAME_WRITE:
		answer_write(channel, frame);
		break;
	default:
		fprintf(stderr, "rig agent: unknown frame %d\n", frame->kind);
	}
}

static size_t collect(struct pollfd **fds, int channel, int signals)
{
	size_t jobs = 0;
	for (const struct job *job = job_first(); job; job = job->next)
		jobs++;
	*fds = realloc(*fds, (FIXED_FDS + jobs * FDS_PER_JOB) * sizeof **fds);
	if (!*fds)
		abort();
	struct pollfd *at = *fds;
	*at++ = (struct pollfd){ .fd = channel, .events = POLLIN };
	*at++ = (struct pollfd){ .fd = signals, .events = POLLIN };
	for (const struct job *job = job_first(); job; job = job->next) {
		*at++ = (struct pollfd){ .fd = job->pending_length ? job->input : -1, .events = POLLOUT };
		*at++ = (struct pollfd){ .fd = job->output, .events = POLLIN };
		*at++ = (struct pollfd){ .fd = job->error, .events = POLLIN };
	}
	return (size_t)(at - *fds);
}

static int open_port(void)
{
	int channel = open(PORT, O_RDWR | O_CLOEXEC);
	if (channel < 0) {
		perror("rig agent: " PORT);
		exit(1);
	}
	/* Blocks until the host has its end open. */
	channel_send(channel, 0, FRAME_HELLO, NULL, 0);
	return channel;
}

/* A suspend resets the port, which then reads as ended. What was under way in it is lost. */
static int reopen(int channel)
{
	close(channel);
	channel_reset();
	return open_port();
}

int main(void)
{
	sigset_t ended;
	sigemptyset(&ended);
	sigaddset(&ended, SIGCHLD);
	sigprocmask(SIG_BLOCK, &ended, NULL);
	signal(SIGPIPE, SIG_IGN);

	int signals = signalfd(-1, &ended, SFD_CLOEXEC | SFD_NONBLOCK);
	setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1);
	setenv("HOME", "/root", 1);
	hold_switch_events();
	int channel = open_port();

	struct pollfd *fds = NULL;
	for (;;) {
		size_t count = collect(&fds, channel, signals);
		if (poll(fds, count, -1) < 0)
			continue;
		if (fds[1].revents) {
			struct signalfd_siginfo info;
			while (read(signals, &info, sizeof info) > 0)
				;
			jobs_reap(channel);
		}
		for (struct job *job = job_first(); job; job = job->next) {
			job_flush_input(job);
			job_forward(channel, job, &job->output, FRAME_STDOUT);
			job_forward(channel, job, &job->error, FRAME_STDERR);
		}
		jobs_prune();
		if (fds[0].revents) {
			if (channel_fill(channel) < 0)
				channel = reopen(channel);
			struct frame frame;
			while (channel_next(&frame))
				obey(channel, &frame);
		}
	}
}
