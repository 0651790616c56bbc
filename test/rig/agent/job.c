/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "frame.h"

static struct job *jobs;

struct job *job_first(void)
{
	return jobs;
}

struct job *job_find(uint32_t id)
{
	struct job *job = jobs;
	while (job && job->id != id)
		job = job->next;
	return job;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Each command leads a session of its own, so that a signal reaches all that it started. */
static void child(const char *command, const int in[2], const int out[2], const int err[2])
{
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	dup2(in[0], STDIN_FILENO);
	dup2(out[1], STDOUT_FILENO);
	dup2(err[1], STDERR_FILENO);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

struct job *job_start(uint32_t id, const char *command, size_t length)
{
	int in[2], out[2], err[2];
	struct job *job = calloc(1, sizeof *job);
	char *text = strndup(command, length);
	if (!job || !text || pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC))
		abort();
	job->id = id;
	job->pid = fork();
	if (job->pid == 0)
		child(text, in, out, err);
	free(text);
	close(in[0]);
	close(out[1]);
	close(err[1]);
	job->input = in[1];
	job->output = out[0];
	job->error = err[0];
	fcntl(job->input, F_SETFL, O_NONBLOCK);
	fcntl(job->output, F_SETFL, O_NONBLOCK);
	fcntl(job->error, F_SETFL, O_NONBLOCK);
	job->next = jobs;
	jobs = job;
	return job;
}

void job_input(struct job *job, const uint8_t *bytes, size_t length)
{
	if (length == 0) {
		job->close_input = 1;
	} else {
		job->pending = realloc(job->pending, job->pending_length + length);
		if (!job->pending)
			abort();
		memcpy(job->pending + job->pending_length, bytes, length);
		job->pending_length += length;
	}
	job_flush_input(job);
}

void job_flush_input(struct job *job)
{
	while (job->input >= 0 && job->pending_length > 0) {
		ssize_t done = write(job->input, job->pending, job->pending_length);
		if (done < 0 && errno == EAGAIN)
			return;
		if (done < 0) {
			close_fd(&job->input);
			return;
		}
		job->pending_length -= (size_t)done;
		memmove(job->pending, job->pending + done, job->pending_length);
	}
	if (job->close_input)
		close_fd(&job->input);
}

void job_forward(int channel, struct job *job, int *fd, uint8_t kind)
{
	uint8_t bytes[16384];
	while (*fd >= 0) {
		ssize_t got = read(*fd, bytes, sizeof bytes);
		if (got < 0)
			return;
		if (got == 0)
			close_fd(fd);
		else
			channel_send(channel, job->id, kind, bytes, (size_t)got);
	}
}

void jobs_reap(int channel)
{
	int status;
	pid_t pid;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		struct job *job = jobs;
		while (job && (job->pid != pid || job->exited))
			job = job->next;
		if (!job)
			continue;
		job->exited = 1;
		/* What it wrote before it ended must arrive before the news of its end. */
		job_forward(channel, job, &job->output, FRAME_STDOUT);
		job_forward(channel, job, &job->error, FRAME_STDERR);
		channel_send_int(channel, job->id, FRAME_EXIT, WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
	}
}

void jobs_prune(void)
{
	for (struct job **link = &jobs; *link;) {
		struct job *job = *link;
		if (!job->exited || job->output >= 0 || job->error >= 0) {
			link = &job->next;
			continue;
		}
		*link = job->next;
		close_fd(&job->input);
		free(job->pending);
		free(job);
	}
}
