/* SPDX-License-Identifier: MIT */
/* The account of each task of the running kernel, from the programs of native/bpf/tasks.bpf.c. They are loaded and attached while it is open.
 * tasks_none.c has the same functions for a build without clang or libbpf. */
#ifndef LATTICE_TASKS_H
#define LATTICE_TASKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TASKS_LEAST = 64, TASKS_MOST = 65536, TASKS_SIZE = 16384, TASKS_BATCH = 512 };

struct task_record;
struct tasks;

struct tasks_settings {
	unsigned ncpu;
	unsigned size;   /* records at most, TASKS_LEAST to TASKS_MOST: the kernel drops the one that was not used for longest */
	uint64_t cgroup; /* of this cgroup (its id is its folder's inode number) and those below it only; 0: all */
	bool software;   /* page faults and context switches take the place of cache misses and instructions, to try the way on a machine without a PMU */
};

struct tasks_counts {
	uint64_t created, replaced, refused; /* records made; in place of a dead task of the same pid; that found no room */
	uint64_t ended;                      /* tasks that ended, and were told as such */
	uint64_t evicted;                    /* records that the kernel dropped, as of the last whole walk */
	unsigned seen;                       /* records in that walk */
};

/* NULL when that fails: `why` then says what is missing; otherwise it is "". len > 0. */
struct tasks *tasks_open(const struct tasks_settings *settings, char *why, size_t len);
/* Detaches and frees. NULL is fine. */
void tasks_close(struct tasks *tasks);

/* Why misses are not counted; NULL when they are. */
const char *tasks_uncounted(const struct tasks *tasks);
/* MHz of the CPU from now on, 0 when unknown: `work` of what runs there is run time times this. */
void tasks_weight(struct tasks *tasks, unsigned cpu, unsigned mhz);

/* One look at everything, in steps of at most TASKS_BATCH records, so that a caller can do other things in between. begin() first; each step() gives
 * the pids and records (now_ns included in what runs) that it read and returns their number, 0 at the end, or -errno. Tasks that ended are told once. */
void tasks_begin(struct tasks *tasks);
int tasks_step(struct tasks *tasks, uint64_t now_ns, const uint32_t **pids, const struct task_record **records);
struct tasks_counts tasks_counts(const struct tasks *tasks);

#endif
