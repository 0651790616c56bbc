/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For how long a CPU was idle, from the kernel's account and from the moments at which the scheduler's hook was called on it.
 *
 * The account alone is not enough: since 7.0 a rest in which the tick goes on is counted by ticks, so that 1 ms may read 0 or 4. What the moments say:
 * 1. A hook under the idle task is a wake-up, or load balancing while idle: the CPU has rested since the last hook, but for what its last task ran on
 *    after that. The hook is called for a task that leaves when a period of load tracking (1024 us) has passed, so this is less than that.
 * 2. Another hook is of a busy CPU. It was busy since the last one where that is a tick ago or less: no rest was told.
 * 3. Of a CPU that is looked at from another one only this is known: had it been busy, a tick would have called the hook.
 * Each gives the least and the most that was idle; the account is taken where it lies between them. */
#ifndef LATTICE_GAPS_H
#define LATTICE_GAPS_H

#define LATTICE_PERIOD_US 1024ull

enum lattice_moment { LATTICE_RESTS, LATTICE_BUSY, LATTICE_FROM_AFAR };

struct lattice_gaps {
	unsigned long long at_us; /* of the last moment */
	unsigned long long least_us, most_us; /* idle since the last answer */
};

static inline void lattice_gaps_pass(struct lattice_gaps *gaps, unsigned long long now_us, enum lattice_moment moment, unsigned tick_us)
{
	const unsigned long long passed = now_us > gaps->at_us ? now_us - gaps->at_us : 0, ticked = tick_us + LATTICE_PERIOD_US;
	const unsigned long long certain = moment == LATTICE_RESTS ? LATTICE_PERIOD_US : ticked;

	gaps->at_us = now_us;
	if (moment != LATTICE_BUSY)
		gaps->least_us += passed > certain ? passed - certain : 0;
	if (moment != LATTICE_BUSY || passed > ticked)
		gaps->most_us += passed;
}

/* us idle since the last answer, of which the account says `told_us`. */
static inline unsigned long long lattice_gaps_idle(struct lattice_gaps *gaps, unsigned long long told_us)
{
	const unsigned long long least = gaps->least_us, most = gaps->most_us;

	gaps->least_us = gaps->most_us = 0;
	return told_us < least ? least : told_us > most ? most : told_us;
}

#endif
