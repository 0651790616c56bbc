/* SPDX-License-Identifier: MIT */
/*
 * A wrap adds what was left of the range, if that is little: within a second or two no machine uses an eighth of it. A suspend resets RAPL on some
 * machines, wherever in its range it was: after one a step backwards is never a wrap. Any other step backwards is a reset (to less than half), as a
 * reloaded driver makes it, or jitter, and adds nothing.
 */
#include "machine/counter.h"

#define MOST_OF_RANGE 8

static bool wrapped(const struct counter *counter, uint64_t raw, uint64_t range, bool slept)
{
	return range && !slept && counter->last <= range && range - counter->last + raw <= range / MOST_OF_RANGE;
}

double counter_push(struct counter *counter, uint64_t raw, uint64_t range, double asleep_ns)
{
	bool slept = asleep_ns > counter->asleep_ns;

	counter->asleep_ns = asleep_ns;
	if (!counter->primed) {
		if (!counter->carried)
			counter->total = (double)raw;
		counter->primed = counter->carried = true;
		counter->last = raw;
	} else if (raw >= counter->last) {
		counter->total += (double)(raw - counter->last);
		counter->last = raw;
	} else if (wrapped(counter, raw, range, slept)) {
		counter->total += (double)(range - counter->last + raw);
		counter->last = raw;
	} else if (slept || raw < counter->last / 2) {
		counter->last = raw;
	}
	return counter->total;
}
