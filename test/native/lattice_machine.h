/* SPDX-License-Identifier: MIT */
/* A CPU under the kernel's governor, in steps of 100 us. Looks come as the scheduler's hook does: when the CPU wakes up and at ticks while it is busy,
 * rate_us apart. */
#ifndef LATTICE_MACHINE_H
#define LATTICE_MACHINE_H
#include "include/lattice_governor.h"

#include <math.h>
#include <string.h>

enum { STEP_US = 100, TICK_US = 4000, RATE_US = 1000, MAX_KHZ = 4600000 };

struct machine {
	struct lattice_terms terms;
	struct lattice_cpu cpu;
	double queue, reference; /* us of work at the highest clock: left here, and left on a CPU that always has it */
	unsigned want;
	unsigned long now_us, looked_us, seen_us, idle_us, seen_idle_us;
	double clock_sum, busy_sum;
	double worst;            /* lag over the bound */
	unsigned bound;          /* of what was set since the queue was empty */
	unsigned raises;
};

static inline void begin(struct machine *m, unsigned young_us, unsigned young)
{
	memset(m, 0, sizeof(*m));
	m->terms = (struct lattice_terms){ .tau_us = 50000, .young_us = young_us, .young = young, .pace_us = 16000, .pace = 40, .margin = 125, .rest_us = 2000 };
	m->terms.weight = lattice_weight(m->terms.tau_us);
	m->want = 1024;
}

static inline void look(struct machine *m, int rests)
{
	const unsigned before = m->want;
	const struct lattice_seen seen = { .wall_us = m->now_us - m->seen_us, .idle_us = m->idle_us - m->seen_idle_us, .khz = lattice_khz(m->want, MAX_KHZ),
					   .max_khz = MAX_KHZ, .rests = rests };

	if (m->looked_us && m->now_us - m->looked_us < RATE_US)
		return;
	m->looked_us = m->seen_us = m->now_us;
	m->seen_idle_us = m->idle_us;
	m->want = lattice_look(&m->cpu, &m->terms, &seen);
	m->raises += m->want == 1024 && before != 1024;
}

/* Work of `us` comes, and a step passes. */
static inline void step(struct machine *m, double us)
{
	const int wakes = us > 0 && m->queue <= 0;
	const unsigned old = m->cpu.rhythm.regular ? m->terms.pace_us : m->terms.young_us, share = m->cpu.rhythm.regular ? m->terms.pace : m->terms.young;
	const unsigned bound = lattice_bound(old, share, TICK_US + RATE_US);
	double lag;

	if (wakes)
		look(m, 1);
	else if (m->queue > 0 && m->now_us % TICK_US == 0)
		look(m, 0);
	m->queue += us;
	m->reference += us;
	m->bound = bound > m->bound || wakes ? bound : m->bound;
	if (m->queue > 0) {
		m->clock_sum += m->want;
		m->busy_sum++;
	} else {
		m->idle_us += STEP_US;
	}
	m->queue = fmax(0, m->queue - STEP_US * m->want / 1024.0);
	m->reference = fmax(0, m->reference - STEP_US);
	m->now_us += STEP_US;
	lag = m->queue - m->reference;
	m->worst = fmax(m->worst, lag - m->bound - STEP_US);
}
#endif
