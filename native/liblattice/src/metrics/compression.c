/* SPDX-License-Identifier: MIT */
#include "metrics/compression.h"

void compression_push(struct compression *c, double x)
{
	double q = floor(x / c->quantum + 0.5);
	if (!usable(q))
		return;
	bool first = c->count == 0;
	if (c->count < c->window)
		c->count++;
	double e = q - floor(c->state + 0.5);
	c->state = first ? q : c->state + c->alpha * (q - c->state);
	c->raw_bits += (rice_cost(&c->raw, q) - c->raw_bits) / (double)c->count;
	c->residual_bits += (rice_cost(&c->residual, e) - c->residual_bits) / (double)c->count;
}

double compression_value(const struct compression *c)
{
	return c->count < 2 ? NAN : c->residual_bits / c->raw_bits;
}
