/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Whether a CPU's demand is regular: bunching (phi_coherence.h) of what it did in each 5, 10, 20 and 40 ms, of the newest 64 to 127 of them.
 * src/governor/kernel/kernel-rhythm.ts has the same, equal to the bit.
 *
 * 1. Each 40 ms the least bunching of the four is taken. One that hardly moves (deviation below 1 %), or a mean below 3 or above 97 %, shows no rhythm: 0.
 * 2. Regular from 38 times below -0.4 in a row on (1.5 s), no more after 5 times above 0 in a row, or 5 times at least 97 % busy (0.2 s). */
#ifndef LATTICE_RHYTHM_H
#define LATTICE_RHYTHM_H

#include "phi_coherence.h"

#define LATTICE_RUNG_US 5000ull
#define LATTICE_FULL (LATTICE_RUNG_US * 1024) /* the work of a rung that is busy at the highest clock; below PHI_MOST */
#define LATTICE_LADDERS 4u
#define LATTICE_GATE_RUNGS 8u
#define LATTICE_SATURATED_US (LATTICE_GATE_RUNGS * LATTICE_RUNG_US * 97 / 100)
#define LATTICE_REGULAR (-26214) /* -0.4 */
#define LATTICE_ENTER 38u
#define LATTICE_LEAVE 5u

struct lattice_rhythm {
	struct phi_series ladders[LATTICE_LADDERS];
	unsigned long long parts[LATTICE_LADDERS]; /* work of the rungs that a ladder's next sample is the mean of */
	unsigned long long busy_us;                /* since the gate was last asked */
	unsigned rungs;
	unsigned below, above, saturated;          /* times in a row */
	int least;                                 /* of the last time, 65536ths */
	int regular;
};

PHI_INLINE int lattice_bunching(const struct phi_series *series)
{
	/* In units of 1024 ns, as the header counts: the scale of work has the same 1024. */
	const unsigned long long mean = phi_mean_ns(series), deviation = phi_deviation_ns(series), full = LATTICE_FULL << PHI_UNIT_BITS;
	const int bunching = phi_bunching(series);

	return bunching == PHI_UNKNOWN || mean * 100 < full * 3 || mean * 100 > full * 97 || deviation * 100 < full ? 0 : bunching;
}

PHI_INLINE unsigned lattice_in_a_row(unsigned times, int again, unsigned most)
{
	if (!again)
		return 0;
	return times < most ? times + 1 : most;
}

PHI_INLINE void lattice_gate(struct lattice_rhythm *rhythm)
{
	rhythm->least = PHI_ONE;
	for (unsigned i = 0; i < LATTICE_LADDERS; i++) {
		const int bunching = lattice_bunching(&rhythm->ladders[i]);

		rhythm->least = bunching < rhythm->least ? bunching : rhythm->least;
	}
	rhythm->below = lattice_in_a_row(rhythm->below, rhythm->least < LATTICE_REGULAR, LATTICE_ENTER);
	rhythm->above = lattice_in_a_row(rhythm->above, rhythm->least > 0, LATTICE_LEAVE);
	rhythm->saturated = lattice_in_a_row(rhythm->saturated, rhythm->busy_us >= LATTICE_SATURATED_US, LATTICE_LEAVE);
	rhythm->busy_us = 0;
	if (rhythm->above == LATTICE_LEAVE || rhythm->saturated == LATTICE_LEAVE)
		rhythm->regular = 0;
	else if (rhythm->below == LATTICE_ENTER)
		rhythm->regular = 1;
}

/* Takes a rung: its work, at most LATTICE_FULL, and the us for which it was busy. */
PHI_INLINE void lattice_rhythm_push(struct lattice_rhythm *rhythm, unsigned long long work, unsigned long long busy_us)
{
	rhythm->rungs++;
	rhythm->busy_us += busy_us;
	for (unsigned i = 0; i < LATTICE_LADDERS; i++) {
		rhythm->parts[i] += work;
		if (rhythm->rungs & ((1u << i) - 1))
			continue;
		phi_push(&rhythm->ladders[i], rhythm->parts[i] >> i);
		rhythm->parts[i] = 0;
	}
	if (!(rhythm->rungs % LATTICE_GATE_RUNGS))
		lattice_gate(rhythm);
}

#endif
