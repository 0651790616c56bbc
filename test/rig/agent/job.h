/* SPDX-License-Identifier: MIT */
#ifndef RIG_JOB_H
#define RIG_JOB_H

#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A command of the host's with its three pipes; each fd is -1 once closed. */
struct job {
	struct job *next;
	uint32_t id;
	pid_t pid;
	int input, output, error;
	int exited;
	/* Bytes for stdin that the command has not taken yet; a close waits for them. */
	uint8_t *pending;
	size_t pending_length;
	int close_input;
};

struct job *job_start(uint32_t id, const char *command, size_t length);
struct job *job_find(uint32_t id);
struct job *job_first(void);
void job_input(struct job *job, const uint8_t *bytes, size_t length);
void job_flush_input(struct job *job);

/* Forwards what the command wrote; returns when the pipe is empty for now. */
void job_forward(int channel, struct job *job, int *fd, uint8_t kind);

/* Reaps every ended child, the host's commands and orphans alike, and reports the commands. */
void jobs_reap(int channel);

/* Forgets commands that have ended and whose output nobody holds any more. */
void jobs_prune(void);

#endif
