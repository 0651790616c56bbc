/* SPDX-License-Identifier: MIT */
#include "metrics/field.h"

static const double least = 0.05, most = 50;
/* With fewer samples the estimate is phi. */
static const size_t fewest = 16;

static double plain_until(size_t steps, size_t window)
{
	return (double)(steps < window ? steps : window);
}

static void take(struct field *f, double step, size_t steps)
{
	double weight = 1 / plain_until(steps, f->window);
	f->mean_step += weight * (step - f->mean_step);
	f->square += weight * (step * step - f->square);
	if (steps > 1)
		f->product += (step * f->step - f->product) / plain_until(steps - 1, f->window);
	f->step = step;
}

void field_push(struct field *f, double y)
{
	size_t before = f->count;
	double step = y - f->previous;
	f->count = usable(y) ? before + 1 : 0;
	f->previous = y;
	if (f->count == 0 || before == 0)
		f->step = f->mean_step = f->square = f->product = 0;
	else
		take(f, step, before);
}

double field_value(const struct field *f)
{
	if (f->count < fewest)
		return LATTICE_PHI;
	double level = f->mean_step * f->mean_step;
	double lag0 = f->square - level;
	double lag1 = f->product - level;
	if (!(lag0 > 0x1p-40 * (level + f->previous * f->previous * 0x1p-40)))
		return LATTICE_PHI;
	double walk = lag0 + 2 * lag1;
	return walk <= 0 ? most : fmin(most, fmax(least, -lag1 / walk));
}
