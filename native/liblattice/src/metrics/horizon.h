/* SPDX-License-Identifier: MIT */
/* The predictability horizon: forecasts of one, two, four ... samples ahead, and their scores; src/lattice/metrics/horizon.ts has the steps. */
#ifndef HORIZON_H
#define HORIZON_H

#include "metrics/regressors.h"

enum { most_octaves = 20 };

struct octave {
	size_t ahead;
	double weights[width], cross[width];
	/* The forecasts whose samples have not come, and the range of targets so far, which no forecast leaves. */
	double *pending, lowest, highest;
	size_t scores;
	double error, plain;
};

struct horizon {
	size_t octaves, window;
	/* Variance of the quantiser's noise, Q^2/12: a signal that never moves by more counts as predicted. */
	double noise;
	struct regressors regressors;
	struct octave octave[most_octaves];
};

/* `octaves` from 1 to most_octaves. False where there is no memory. */
bool horizon_begin(struct horizon *horizon, double quantum, size_t octaves, size_t window);
void horizon_push(struct horizon *horizon, double x);
/* Samples ahead; NaN while unknown. */
double horizon_value(const struct horizon *horizon);
/* Out-of-sample R^2 of an octave; NaN while unknown. */
double horizon_skill(const struct horizon *horizon, size_t octave);
void horizon_end(struct horizon *horizon);

#endif
