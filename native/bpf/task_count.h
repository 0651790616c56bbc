/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Events of one counter that fall into a stay. Counters that are wanted by more than there are take turns: what is counted in its turn then stands for all
 * of the time, by the share of the last second or two in which it had its turn. */
#ifndef LATTICE_TASK_COUNT_H
#define LATTICE_TASK_COUNT_H

#define TASK_COUNT_BITS 10 /* binary places of the factor */
#define TASK_COUNT_MOST 64 /* the highest factor: what has a turn so seldom tells nothing */

struct task_counter {
	unsigned long long value, enabled, running; /* at the last look: events, and ns that it was wanted and had its turn */
	unsigned long long all, counted;            /* ns of both, newer ones weigh more */
};

/* Events since the last look. Their sum over many stays is right; a single stay may have had no turn. */
static inline unsigned long long task_count(struct task_counter *counter, unsigned long long value, unsigned long long enabled, unsigned long long running)
{
	const unsigned long long more = value - counter->value;
	unsigned long long factor;

	counter->all += enabled - counter->enabled;
	counter->counted += running - counter->running;
	counter->value = value;
	counter->enabled = enabled;
	counter->running = running;
	if (counter->all >> 31) {
		counter->all >>= 1;
		counter->counted >>= 1;
	}
	if (counter->counted >= counter->all)
		return more;
	factor = counter->counted ? (counter->all << TASK_COUNT_BITS) / counter->counted : 0;
	if (factor > TASK_COUNT_MOST << TASK_COUNT_BITS)
		factor = TASK_COUNT_MOST << TASK_COUNT_BITS;
	return more * factor >> TASK_COUNT_BITS;
}
#endif
