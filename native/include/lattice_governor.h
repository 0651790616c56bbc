/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What the cpufreq governor "lattice" decides, without a kernel: looks at a CPU's idle time go in, the clock that it wants comes out. Whole numbers only.
 * src/governor/kernel/kernel-cpu.ts has the same, equal to the bit.
 *
 * 1. A look tells for how long the CPU was idle since the last one, and whether it rests until now: then it was busy first, else it was idle first.
 *    An idle time of at least rest_us ends the busy stretch; the stretch's age is its busy time.
 * 2. A young stretch has the clock max(young, margin mu), an old one the highest; old is young_us. mu is the demand: busy time times clock, each
 *    5 ms, through the causal phi-filter with lambda = phi (tau fs)^2.
 * 3. Work that is regular (lattice_rhythm.h) only has to be done before the next piece comes: it has pace and pace_us in place of young and young_us.
 *
 * The bound. Work that is left over when a stretch gets the highest clock is at most B = sum dt (1 - s) over its steps, here
 * t (1 - s) with t = young_us + d and s = young, and whatever arrives in the stretch is later by at most that: the queue is ahead by B of work.
 * d is what passes between an age and the look that sees it: a tick of the scheduler and, as looks are rate_us apart at least, that; and what the driver
 * takes. lattice_bound() computes it. */
#ifndef LATTICE_GOVERNOR_H
#define LATTICE_GOVERNOR_H

#include "lattice_rhythm.h"

#define LATTICE_LONGEST_US (1ull << 30) /* a look that was longer ago counts as this: what is computed of it stays below 2^53, exact in doubles too */
#define LATTICE_FORGET_US (128ull * LATTICE_RUNG_US) /* after a look so long ago nothing is known of the rhythm */

/* What people set: times in us, the others in percent, of the highest clock or of the demand. */
struct lattice_terms {
	unsigned tau_us;
	unsigned young_us, young;
	unsigned pace_us, pace;
	unsigned margin;
	unsigned rest_us;
	unsigned weight; /* lattice_weight(tau_us) */
};

struct lattice_cpu {
	unsigned long long age_us, rest_us; /* of the busy stretch, and of the idle time that has not ended it */
	unsigned long long filtered;        /* the demand of a rung, 16 binary places */
	unsigned long long filled_us, busy_us, work; /* of the rung that fills */
	struct lattice_rhythm rhythm;
};

/* The filter's weight of the newest sample, round(65536 alpha), alpha = 2 / (1 + sqrt(1 + 4 lambda)), lambda = phi (tau / rung)^2; tau_us at most 2^20. */
PHI_INLINE unsigned lattice_weight(unsigned long long tau_us)
{
	const unsigned long long four_phi = 424156; /* round(65536 * 4 phi) */
	const unsigned long long inside = PHI_ONE + four_phi * tau_us * tau_us / (LATTICE_RUNG_US * LATTICE_RUNG_US);
	const unsigned long long below = PHI_ONE + phi_root(inside << 16);

	return (unsigned)(((2ull << 32) + below / 2) / below);
}

/* us of work that may be left over when a stretch gets the highest clock. `percent` is the share of it that the stretch began with. */
PHI_INLINE unsigned lattice_bound(unsigned old_us, unsigned percent, unsigned delay_us)
{
	return (old_us + delay_us) * (100 - percent) / 100;
}

/* Time since the last look, below LATTICE_FORGET_US, in rungs. `scale` is the clock in 1024ths of the highest. */
PHI_INLINE void lattice_fill(struct lattice_cpu *cpu, const struct lattice_terms *terms, unsigned long long us, int busy, unsigned scale)
{
	/* Bounded for the kernel's sake. */
	for (unsigned i = 0; i <= LATTICE_FORGET_US / LATTICE_RUNG_US && us; i++) {
		const unsigned long long room = LATTICE_RUNG_US - cpu->filled_us, step = us < room ? us : room;

		us -= step;
		cpu->filled_us += step;
		cpu->busy_us += busy ? step : 0;
		cpu->work += busy ? step * scale : 0;
		if (cpu->filled_us < LATTICE_RUNG_US)
			break;
		cpu->filtered = phi_filter_by(cpu->filtered, cpu->work, terms->weight);
		lattice_rhythm_push(&cpu->rhythm, cpu->work, cpu->busy_us);
		cpu->filled_us = cpu->busy_us = cpu->work = 0;
	}
}

/* After a look that was very long ago only the mean demand since then is known. */
PHI_INLINE void lattice_forget(struct lattice_cpu *cpu, unsigned long long wall_us, unsigned long long busy_us, unsigned scale)
{
	cpu->filtered = (busy_us * scale * LATTICE_RUNG_US / wall_us) << 16;
	cpu->filled_us = cpu->busy_us = cpu->work = 0;
	__builtin_memset(&cpu->rhythm, 0, sizeof(cpu->rhythm));
}

/* A rest that looks divide is joined where nothing was busy between them. Where the order is not known a stretch is taken for older than it is: that
 * costs energy and never time. */
PHI_INLINE void lattice_grow(struct lattice_cpu *cpu, const struct lattice_terms *terms, unsigned long long busy_us, unsigned long long idle_us, int rests)
{
	if (rests) {
		cpu->age_us += busy_us;
		cpu->rest_us = (busy_us ? 0 : cpu->rest_us) + idle_us;
		if (cpu->rest_us >= terms->rest_us)
			cpu->age_us = 0;
		return;
	}
	cpu->rest_us += idle_us;
	if (cpu->rest_us >= terms->rest_us)
		cpu->age_us = 0;
	cpu->age_us += busy_us;
	if (busy_us)
		cpu->rest_us = 0;
}

PHI_INLINE unsigned lattice_scale(unsigned long long khz, unsigned max_khz)
{
	return khz < max_khz ? (unsigned)(khz * 1024 / max_khz) : 1024;
}

/* The clock that the CPU wants, in 1024ths of the highest. */
PHI_INLINE unsigned lattice_want(const struct lattice_cpu *cpu, const struct lattice_terms *terms)
{
	const int paced = cpu->rhythm.regular;
	const unsigned least = ((paced ? terms->pace : terms->young) * 1024 + 99) / 100;
	const unsigned long long whole = 100ull * LATTICE_RUNG_US << 16;
	const unsigned long long demand = (cpu->filtered * terms->margin + whole - 1) / whole;

	if (cpu->age_us >= (paced ? terms->pace_us : terms->young_us) || demand >= 1024)
		return 1024;
	return demand > least ? (unsigned)demand : least;
}

/* What a look sees: us since the last one, those of them that were idle, whether the CPU is idle now, and the clock in that time. */
struct lattice_seen {
	unsigned long long wall_us, idle_us;
	unsigned khz, max_khz;
	int rests;
};

/* Returns what lattice_want() says. */
PHI_INLINE unsigned lattice_look(struct lattice_cpu *cpu, const struct lattice_terms *terms, const struct lattice_seen *seen)
{
	const unsigned scale = lattice_scale(seen->khz, seen->max_khz);
	const unsigned long long wall_us = seen->wall_us < LATTICE_LONGEST_US ? seen->wall_us : LATTICE_LONGEST_US;
	const unsigned long long idle_us = seen->idle_us < wall_us ? seen->idle_us : wall_us, busy_us = wall_us - idle_us;

	lattice_grow(cpu, terms, busy_us, idle_us, seen->rests);
	if (wall_us >= LATTICE_FORGET_US) {
		lattice_forget(cpu, wall_us, busy_us, scale);
	} else {
		lattice_fill(cpu, terms, seen->rests ? busy_us : idle_us, seen->rests, scale);
		lattice_fill(cpu, terms, seen->rests ? idle_us : busy_us, !seen->rests, scale);
	}
	return lattice_want(cpu, terms);
}

/* kHz of what is wanted, rounded up. */
PHI_INLINE unsigned lattice_khz(unsigned want, unsigned max_khz)
{
	return (unsigned)(((unsigned long long)want * max_khz + 1023) / 1024);
}

#endif
