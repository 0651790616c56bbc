/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "metrics/regressors.h"

/* Share of E[z0^2] added to the ridge, so that a fit to exact figures stays solvable. */
static const double relative_ridge = 1e-9;

bool regressors_begin(struct regressors *r, size_t longest, size_t window, double ridge)
{
	*r = (struct regressors){ .mask = 2 * longest - 1, .fits = longest / fit_every + 1, .window = window, .ridge = ridge };
	for (int i = 0; i < filters; i++)
		r->alphas[i] = lattice_newest_weight(LATTICE_PHI * (double)(1 << (2 * i)));
	r->ring = calloc(slot_size * 2 * longest, sizeof *r->ring);
	r->factors = calloc(width * width * r->fits, sizeof *r->factors);
	if (r->ring != NULL && r->factors != NULL)
		return true;
	regressors_end(r);
	return false;
}

/* Replaces the symmetric matrix by its Cholesky factor in place; its first element becomes 0 where it is not positive definite. */
static void factorize(double *factor)
{
	for (int i = 0; i < width; i++) {
		for (int j = 0; j <= i; j++) {
			double sum = factor[i * width + j];
			for (int k = 0; k < j; k++)
				sum -= factor[i * width + k] * factor[j * width + k];
			if (i == j && !(sum > 0)) {
				factor[0] = 0;
				return;
			}
			factor[i * width + j] = i == j ? sqrt(sum) : sum / factor[j * width + j];
		}
	}
}

static void renew_fit(struct regressors *r)
{
	double *factor = fit_of(r, r->count);
	double ridge = r->ridge + relative_ridge * r->gram[0];
	memcpy(factor, r->gram, sizeof r->gram);
	for (int i = 0; i < width; i++)
		factor[i * width + i] = r->gram[i * width + i] + ridge;
	factorize(factor);
}

void regressors_push(struct regressors *r, double x)
{
	double *slot = r->ring + slot_size * (r->count & r->mask);
	if (r->count == 0)
		for (int i = 0; i < filters; i++)
			r->states[i] = x;
	r->count++;
	double weight = 1 / (double)(r->count < r->window ? r->count : r->window);
	r->mean += weight * (x - r->mean);
	slot[0] = x - r->mean;
	for (int i = 0; i < filters; i++) {
		r->states[i] += r->alphas[i] * (x - r->states[i]);
		slot[i + 1] = r->states[i] - r->mean;
	}
	slot[mean_place] = r->mean;
	slot[sample_place] = x;
	for (int i = 0; i < width; i++)
		for (int j = 0; j <= i; j++) {
			double *g = &r->gram[i * width + j];
			*g += weight * (slot[i] * slot[j] - *g);
		}
	if (r->count % fit_every == 0)
		renew_fit(r);
}

void regressors_reset(struct regressors *r)
{
	r->count = 0;
	r->mean = 0;
	memset(r->gram, 0, sizeof r->gram);
}

void regressors_end(struct regressors *r)
{
	free(r->ring);
	free(r->factors);
	r->ring = r->factors = NULL;
}

void solve_fit(double w[width], const double *factor, const double r[width])
{
	if (!(factor[0] > 0)) {
		memset(w, 0, width * sizeof *w);
		return;
	}
	for (int i = 0; i < width; i++) {
		double sum = r[i];
		for (int k = 0; k < i; k++)
			sum -= factor[i * width + k] * w[k];
		w[i] = sum / factor[i * width + i];
	}
	for (int i = width - 1; i >= 0; i--) {
		double sum = w[i];
		for (int k = i + 1; k < width; k++)
			sum -= factor[k * width + i] * w[k];
		w[i] = sum / factor[i * width + i];
	}
}
