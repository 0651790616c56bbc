/* SPDX-License-Identifier: MIT */
/*
 * A wrap adds what was left of the range, if that is little: within a second or two no machine uses an eighth of it. Any other step backwards is a
 * reset (to less than half), as a suspend or a reloaded driver makes it, or jitter, and adds nothing.
 */
#include "machine/counter.h"

#define MOST_OF_RANGE 8

double counter_push(struct counter *counter, uint64_t raw, uint64_t range)
{
	if (!counter->primed) {
		if (!counter->carried)
			counter->total = (double)raw;
		counter->primed = counter->carried = true;
		counter->last = raw;
	} else if (raw >= counter->last) {
		counter->total += (double)(raw - counter->last);
		counter->last = raw;
	} else if (range && counter->last <= range && range - counter->last + raw <= range / MOST_OF_RANGE) {
		counter->total += (double)(range - counter->last + raw);
		counter->last = raw;
	} else if (raw < counter->last / 2) {
		counter->last = raw;
	}
	return counter->total;
}
