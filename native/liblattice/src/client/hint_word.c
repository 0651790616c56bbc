/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "client/hint_word.h"

enum { time_bits = 31 };
static const double steps_per_ms = 500;

/* Steps of a time in ms; 0 for none. */
static uint64_t steps_of(double ms)
{
	if (isnan(ms))
		return 0;
	uint64_t steps = (uint64_t)(ms * steps_per_ms + 0.5);
	return steps > 0 ? steps : 1;
}

bool hint_word(uint64_t *hint, double deadline, double latency, bool batch)
{
	if (deadline <= 0 || deadline > LONGEST_MS || latency <= 0 || latency > LONGEST_MS)
		return false;
	*hint = steps_of(deadline) << time_bits | steps_of(latency) | (uint64_t)batch << (2 * time_bits);
	return true;
}

void hint_add(struct text *line, uint64_t hint)
{
	const uint64_t mask = (1ULL << time_bits) - 1;
	const struct {
		const char *key;
		uint64_t steps;
	} times[] = { { "\"deadline\":", hint >> time_bits & mask }, { "\"latency\":", hint & mask } };
	const char *before = "{";
	for (size_t i = 0; i < 2; i++) {
		if (times[i].steps == 0)
			continue;
		text_add(line, before);
		text_add(line, times[i].key);
		text_thousandths(line, 2 * times[i].steps);
		before = ",";
	}
	if (hint >> (2 * time_bits)) {
		text_add(line, before);
		text_add(line, "\"batch\":true");
	}
	text_add(line, "}");
}
