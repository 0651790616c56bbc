/* SPDX-License-Identifier: MIT */
/* Streaming bunching with the lattice reading of the phi-resolvent (THEORY, Metrics: bunching B; The phi-resolvent: lattice form, rho). */
#include "busy/bunching.h"

#include <math.h>

/* lambda = phi. rho = (2 lambda + 1 - sqrt(1 + 4 lambda)) / (2 lambda); the coherence of white noise is C_w = 1 / sqrt(1 + 4 lambda). The
 * lowest possible coherence is that of an alternation from rung to rung: C_min = 1 / (1 + 4 lambda). These are literals because sqrt is no
 * constant expression; the test computes them again. */
#define RHO 0.46431261320812695
#define COHERENCE_WHITE 0.3658285682715309
#define COHERENCE_MIN 0.13383054136359812

/* Shares that move by a smaller standard deviation than this are a constant. 1 % of a rung is 50 us at 5 ms, the size of a timer's or a kernel
 * worker's run; frames that load a CPU by 5 % move by 7 % at 5 ms. */
#define FLOOR_SD 0.01

/* A CPU that is less than 3 % busy or less than 3 % idle shows no pace. What is left there is housekeeping, such as this daemon at 10 Hz, and
 * that is regular. 97 % is where the controller calls a CPU saturated. */
#define EDGE 0.03

void bunching_init(struct bunching *b)
{
	*b = (struct bunching){0};
}

/* d = x - mean; S <- rho (S + d) after its use in E[d S]; each new rung weighs 1/96. Mean and variance are plain averages until there are 96 rungs.
 * The covariance instead grows from 0, the value of Poisson load: otherwise a young B has twice the variance of an old one, and Poisson load would
 * be called regular just after each start. */
void bunching_push(struct bunching *b, double busy_share)
{
	if (!isfinite(busy_share)) {
		bunching_init(b);
		return;
	}
	b->count++;
	const double forgetting = 1.0 / BUNCHING_WINDOW;
	const double weight = b->count < BUNCHING_WINDOW ? 1.0 / (double)b->count : forgetting;
	b->mean += weight * (busy_share - b->mean);
	const double d = busy_share - b->mean;
	b->covariance += forgetting * (d * b->lagged - b->covariance);
	b->variance += weight * (d * d - b->variance);
	b->lagged = RHO * (b->lagged + d);
}

/* q = E[d S] / E[d^2]; C = C_w (1 + 2q); B = (C - C_w) / (1 - C_w) where C is at least white noise's, else (C - C_w) / (C_w - C_min). No unit. */
double bunching_value(const struct bunching *b)
{
	if (b->count < BUNCHING_WINDOW)
		return NAN;
	if (b->mean < EDGE || b->mean > 1.0 - EDGE || b->variance < FLOOR_SD * FLOOR_SD)
		return 0.0;
	const double excess = 2.0 * COHERENCE_WHITE * b->covariance / b->variance;
	const double signed_coherence = excess >= 0.0 ? excess / (1.0 - COHERENCE_WHITE) : excess / (COHERENCE_WHITE - COHERENCE_MIN);
	return fmax(-1.0, fmin(1.0, signed_coherence));
}
