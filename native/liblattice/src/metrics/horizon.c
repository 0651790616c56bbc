/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "metrics/horizon.h"

/* Pairs of regressors and target before the first forecast. */
static const size_t warm_up = 64;
/* Scores before there is an R^2. */
static const size_t fewest = 32;

bool horizon_begin(struct horizon *h, double quantum, size_t octaves, size_t window)
{
	*h = (struct horizon){ .octaves = octaves, .window = window, .noise = quantum * quantum / 12 };
	bool good = regressors_begin(&h->regressors, (size_t)1 << (octaves - 1), window, h->noise);
	for (size_t j = 0; good && j < octaves; j++) {
		h->octave[j].ahead = (size_t)1 << j;
		h->octave[j].pending = calloc(h->octave[j].ahead, sizeof(double));
		good = h->octave[j].pending != NULL;
	}
	if (!good)
		horizon_end(h);
	return good;
}

static double weight_of(size_t n, size_t window)
{
	return 1 / (double)(n < window ? n : window);
}

static void score(struct octave *o, size_t window, double target, double forecast)
{
	if (o->scores < window)
		o->scores++;
	double weight = 1 / (double)o->scores;
	double miss = target - forecast;
	o->error += weight * (miss * miss - o->error);
	o->plain += weight * (target * target - o->plain);
}

/* The newest sample is the target of the regressors of `ahead` samples ago; then the sample `ahead` samples from now is forecast. */
static void octave_push(struct octave *o, const struct regressors *r, size_t window)
{
	if (r->count <= o->ahead)
		return;
	size_t pairs = r->count - o->ahead;
	const double *then = slot_of(r, pairs - 1);
	const double *now = slot_of(r, r->count - 1);
	double target = now[sample_place] - then[mean_place];
	double *place = &o->pending[r->count & (o->ahead - 1)];
	if (pairs >= o->ahead + warm_up)
		score(o, window, target, *place);
	o->lowest = fmin(o->lowest, target);
	o->highest = fmax(o->highest, target);
	double weight = weight_of(pairs, window);
	for (int i = 0; i < width; i++)
		o->cross[i] += weight * (then[i] * target - o->cross[i]);

	if (pairs < warm_up)
		return;
	if (pairs % fit_every == 0)
		solve_fit(o->weights, fit_of(r, pairs), o->cross);
	double forecast = 0;
	for (int i = 0; i < width; i++)
		forecast += o->weights[i] * now[i];
	*place = fmax(o->lowest, fmin(o->highest, forecast));
}

static void octave_reset(struct octave *o)
{
	*o = (struct octave){ .ahead = o->ahead, .pending = o->pending };
}

void horizon_push(struct horizon *h, double x)
{
	if (!usable(x)) {
		regressors_reset(&h->regressors);
		for (size_t j = 0; j < h->octaves; j++)
			octave_reset(&h->octave[j]);
		return;
	}
	regressors_push(&h->regressors, x);
	for (size_t j = 0; j < h->octaves; j++)
		octave_push(&h->octave[j], &h->regressors, h->window);
}

double horizon_skill(const struct horizon *h, size_t octave)
{
	const struct octave *o = &h->octave[octave];
	if (octave >= h->octaves || o->scores < fewest)
		return NAN;
	return o->plain <= h->noise ? 1 : 1 - o->error / o->plain;
}

double horizon_value(const struct horizon *h)
{
	for (size_t j = h->octaves; j-- > 0;)
		if (horizon_skill(h, j) >= 0.5)
			return (double)((size_t)1 << j);
	return isnan(horizon_skill(h, 0)) ? NAN : 0;
}

void horizon_end(struct horizon *h)
{
	regressors_end(&h->regressors);
	for (size_t j = 0; j < h->octaves; j++)
		free(h->octave[j].pending);
}
