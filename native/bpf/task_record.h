/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What the task programs and the helper share: one record per task (thread) in a hash map of bounded size, and one per CPU in memory. */
#ifndef LATTICE_TASK_RECORD_H
#define LATTICE_TASK_RECORD_H
#include "../include/phi_coherence.h"
#include "task_count.h"

#define TASK_WAKERS 4
#define TASK_COMM 16

enum task_flag {
	TASK_ASLEEP = 1,  /* it went to sleep, and was not seen on a CPU since */
	TASK_PARTIAL = 2, /* the run that goes on was not seen from its beginning */
	TASK_ENDED = 4,
};

/* Times are CLOCK_MONOTONIC ns. What a wake-up needs stands first, in one cache line. The rest is written by the task's CPU, each time that the task leaves
 * it. `begun` and `done` are equal unless the record changes: the writer steps the last word first and the first word last, and a copy is made from first
 * to last, so what lies between them is of one moment where both are equal. */
struct task_record {
	unsigned long long woken;  /* when, 0: not yet since it went to sleep */
	unsigned long long start;  /* CLOCK_BOOTTIME ns: tells a task from another one that had its pid. 0: not filled in yet */
	unsigned flags;
	/* The most frequent wakers by the space-saving algorithm (Metwally 2005): a newcomer takes the least one's place and count, so a count is too high
	 * by at most a quarter of the wake-ups. Pid 0 is an interrupt (a timer, a device) on an idle CPU. */
	unsigned wakeups;
	unsigned waker[TASK_WAKERS], woke[TASK_WAKERS];

	unsigned long long done;
	unsigned long long off;    /* when it last left a CPU */
	unsigned long long run_ns, wait_ns, sleep_ns; /* on a CPU, able to run but without one, asleep; up to `off` */
	unsigned long long work;   /* run_ns times the CPU's weight at the end of the stay */
	unsigned long long run;    /* ns of the run that goes on: a run ends when the task goes to sleep, not when it is preempted */
	unsigned long long active; /* when the newest run began by a wake-up, 0: none did */
	unsigned long long cgroup;
	unsigned tgid, voluntary, involuntary, execs;
	unsigned long long misses, instructions, run_misses; /* where counted; of the run that goes on */
	char comm[TASK_COMM];
	struct phi_series runs, sleeps, periods; /* a period goes from wake-up to wake-up */
	struct phi_series missed; /* misses of a run */
	unsigned long long begun;
};

/* Fixed when the programs are loaded: what is off costs nothing. */
struct task_constants {
	unsigned long long only_cgroup; /* 0: all */
	unsigned long long counting;    /* 1: misses and instructions are counted */
};

/* Records of CPUs share no cache line. */
struct task_cpu {
	unsigned long long since;  /* when the running task came to the CPU, 0: no switch was seen */
	unsigned long long created, replaced, refused; /* records made; made in place of a dead task of the same pid; that found no room */
	struct task_counter misses, instructions; /* at the last switch */
	unsigned running;          /* its pid, 0: idle */
	unsigned weight;           /* the helper writes it: MHz, 0 where unknown */
	unsigned long long unused;
};
#endif
