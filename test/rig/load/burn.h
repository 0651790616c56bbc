/* SPDX-License-Identifier: MIT */
/*
 * Work that feels the frequency. Emulation runs at one speed whatever the P-state, so work must dilate itself:
 *
 * 1. Read the frequency f that physics publishes for this CPU.
 * 2. dt of the thread's own CPU time gets dt / (m + (1 - m) * f_max / f) of work done, work being counted in time at f_max and
 *    m the share of it that waits for memory, which no clock shortens.
 * 3. Burn until the work is done, and publish the time that the CPU was busy meanwhile, from which physics makes power, heat and counters.
 *
 * Time is the thread's CPU time, so that a guest task that takes the CPU delays the work as it would on real silicon.
 */
#ifndef RIG_BURN_H
#define RIG_BURN_H

#include <signal.h>
#include <stdint.h>
#include <time.h>

#include "page.h"

/* Set by a signal; all burning and sleeping ends. */
extern volatile sig_atomic_t burn_stopped;

/* One thread that works. */
struct burner {
	struct cpu_page page;
	double surplus_ns;	/* done beyond the last piece's end; counts for the next */
	int64_t busy_ns;
	int64_t owned_ns;	/* CPU time of the thread that is published, with what it did besides */
	int64_t held_ns;	/* of that, in looks so long that the host must have kept the emulated CPU from running */
};

int64_t clock_ns(clockid_t clock);

void sleep_until(int64_t monotonic_ns);

/* Does a piece of work, or what of it fits before the end. */
void burn(struct burner *burner, double work_ms, double memory, int64_t end);

/* Keeps the calling thread on a CPU, or says why not and exits. */
void pin(int cpu);

#endif
