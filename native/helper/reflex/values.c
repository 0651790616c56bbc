/* SPDX-License-Identifier: MIT */
/* A limit reads back as written, or as the driver's table makes it (a maximum rounds down to a clock of the table, a minimum up), or for a minimum as
 * the maximum below it. Anything else was written by somebody else, or is what firmware or cooling allows: either way the reflex has lost it. */
#include "reflex/values.h"

#include <math.h>

void values_init(struct values *values, double least, double most)
{
	*values = (struct values){ .least = least, .most = most, .start = { least, most }, .own = { least, most }, .shown = { NAN, NAN } };
	for (unsigned i = 0; i < REFLEX_RECENT; i++)
		values->recent[REFLEX_MIN][i] = values->recent[REFLEX_MAX][i] = NAN;
}

/* The range may have become another since a value was set, as when boost is switched. */
static double within(const struct values *values, double khz)
{
	return fmin(fmax(khz, values->least), values->most);
}

void values_target(const struct values *values, bool raised, double target[REFLEX_LIMITS])
{
	target[REFLEX_MAX] = within(values, raised ? values->own[REFLEX_MAX] : fmin(values->start[REFLEX_MAX], values->own[REFLEX_MAX]));
	target[REFLEX_MIN] = within(values, raised ? values->own[REFLEX_MIN] : fmin(values->start[REFLEX_MIN], target[REFLEX_MAX]));
}

void values_wrote(struct values *values, enum reflex_limit limit, double khz)
{
	double *recent = values->recent[limit];
	unsigned last = 0;

	while (last < REFLEX_RECENT - 1 && recent[last] != khz)
		last++;
	for (; last; last--)
		recent[last] = recent[last - 1];
	recent[0] = khz;
}

static double rounded(const struct values *values, enum reflex_limit limit, double khz)
{
	double best = NAN;

	for (unsigned i = 0; i < values->table_count; i++) {
		const double clock = values->table[i];

		if (limit == REFLEX_MAX ? clock <= khz && !(clock <= best) : clock >= khz && !(clock >= best))
			best = clock;
	}
	return best;
}

static bool reads_as(const struct values *values, enum reflex_limit limit, double khz, double reading)
{
	return reading == khz || reading == rounded(values, limit, khz);
}

static bool fits(const struct values *values, bool raised, enum reflex_limit limit, double reading)
{
	double target[REFLEX_LIMITS];

	values_target(values, raised, target);
	if (reads_as(values, limit, target[limit], reading) || (raised && reading == values->shown[limit]))
		return true;
	return limit == REFLEX_MIN && target[REFLEX_MAX] < target[REFLEX_MIN] && reads_as(values, REFLEX_MAX, target[REFLEX_MAX], reading);
}

enum whose values_whose(const struct values *values, bool raised, enum reflex_limit limit, double reading, bool settling)
{
	if (fits(values, raised, limit, reading))
		return WHOSE_OURS;
	if (fits(values, !raised, limit, reading))
		return WHOSE_EARLIER;
	for (unsigned i = 0; settling && i < REFLEX_RECENT; i++)
		if (reads_as(values, limit, values->recent[limit][i], reading))
			return WHOSE_EARLIER;
	return WHOSE_FOREIGN;
}
