/* SPDX-License-Identifier: MIT */
/* A wrap adds what was left of the range. Any other step backwards is a reset (to less than half) or jitter, and adds nothing. */
#include "machine/counter.h"

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
	} else if (range && counter->last <= range) {
		counter->total += (double)(range - counter->last + raw);
		counter->last = raw;
	} else if (raw < counter->last / 2) {
		counter->last = raw;
	}
	return counter->total;
}
