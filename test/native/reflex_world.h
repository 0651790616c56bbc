/* SPDX-License-Identifier: MIT */
/* A small machine in simulated time: CPUs that the BPF programs' own source watches (kernel_side.h), limits in files, and a helper that wakes late. */
#ifndef LATTICE_TEST_REFLEX_WORLD_H
#define LATTICE_TEST_REFLEX_WORLD_H
#include "reflex/reflex.h"

#include <stdbool.h>
#include <stdint.h>

enum { WORLD_CPUS = 256, WORLD_POLICIES = 256 };
#define WORLD_MS UINT64_C(1000000)
#define WORLD_LEAST 800000.0
#define WORLD_MOST 4000000.0

struct world_policy {
	double file[REFLEX_LIMITS];
	double before[REFLEX_LIMITS]; /* what is still read until then */
	uint64_t seen_at[REFLEX_LIMITS];
	unsigned long writes;
	uint64_t lowered[64]; /* the times of the last lowerings of the maximum */
	unsigned long lowerings;
	int error;      /* a write fails with this errno while failures > 0, or with this chance */
	unsigned failures;
	double failure_chance;
	double held_down; /* kHz that files read at most, because something else asks for no more; 0: nothing does */
	unsigned long told;
	char why[200];
};

struct world {
	uint64_t now;
	uint64_t wake_ns;  /* from an event to the helper */
	uint64_t late_ns;  /* from a deadline to the helper */
	uint64_t write_ns; /* one write */
	uint64_t settle_ns; /* until a write can be read */
	unsigned cpus;
	bool task[WORLD_CPUS];
	uint64_t next_switch[WORLD_CPUS], next_tick[WORLD_CPUS]; /* 0: none */
	/* When does a CPU switch next, from now on? Chosen by the test. */
	uint64_t (*next)(struct world *world, unsigned cpu, bool busy);
	struct world_policy policies[WORLD_POLICIES];
	struct reflex *reflex;
	uint64_t event_at; /* the oldest event that the helper has not taken, 0: none */
	unsigned long wakes;
	bool deaf;         /* thresholds are refused */
	void (*check)(struct world *world); /* after each change */
};

/* All CPUs idle at this time, all files at the full range. */
void world_init(struct world *world, unsigned cpus);
void world_free(struct world *world);
/* The CPUs live on until then; the helper sleeps. */
void world_kernel_until(struct world *world, uint64_t until);
/* Both run until then. */
void world_run_until(struct world *world, uint64_t until);
/* This CPU switches now. */
void world_switch(struct world *world, unsigned cpu, bool task);
/* One policy a CPU, or the given number of CPUs in each. */
void world_describe(struct world *world, unsigned cpus_each);
/* Switches a policy's reflex on with its files' values as the engine's. */
int world_on(struct world *world, unsigned policy, unsigned ms);
#endif
