/* SPDX-License-Identifier: MIT */
/* The power spectrum by Welch's method (Welch 1967): src/lattice/spectra/welch.ts has the steps. */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "transform/fft.h"
#include "transform/roots.h"

struct lattice_spectrum {
	double rate, scale;
	size_t segment, memory, filled, segments;
	struct fft fft;
	double *window, *recent, *tapered, *buffer, *power, *density;
};

static const size_t longest_segment = (size_t)1 << 28;

int lattice_spectrum_new(lattice_spectrum **spectrum, double rate, size_t segment, size_t memory)
{
	if (spectrum == NULL)
		return LATTICE_INVALID;
	*spectrum = NULL;
	if (!positive(rate) || segment < 2 || memory < 1)
		return LATTICE_INVALID;
	if (segment > longest_segment)
		return LATTICE_TOO_LARGE;
	lattice_spectrum *made = calloc(1, sizeof *made);
	if (made == NULL)
		return LATTICE_MEMORY;
	*made = (lattice_spectrum){ .rate = rate, .segment = segment, .memory = memory };
	size_t bins = segment / 2 + 1;
	if (!fft_begin(&made->fft, segment) || (made->window = lines_of(segment, sizeof(double))) == NULL ||
	    (made->recent = lines_of(segment, sizeof(double))) == NULL || (made->tapered = lines_of(segment, sizeof(double))) == NULL ||
	    (made->buffer = lines_of(2 * fft_room(&made->fft), sizeof(double))) == NULL ||
	    (made->power = lines_of(bins, sizeof(double))) == NULL || (made->density = calloc(bins, sizeof(double))) == NULL) {
		lattice_spectrum_free(made);
		return LATTICE_MEMORY;
	}
	double energy = 0;
	for (size_t i = 0; i < segment; i++) {
		made->window[i] = (1 - root_of(i, segment).re) / 2;
		energy += made->window[i] * made->window[i];
	}
	made->scale = 1 / (rate * energy);
	*spectrum = made;
	return LATTICE_OK;
}

void lattice_spectrum_free(lattice_spectrum *s)
{
	if (s == NULL)
		return;
	fft_end(&s->fft);
	free(s->window);
	free(s->recent);
	free(s->tapered);
	free(s->buffer);
	free(s->power);
	free(s->density);
	free(s);
}

static void take_segment(lattice_spectrum *s)
{
	double level = mean_of(s->recent, s->segment);
	for (size_t i = 0; i < s->segment; i++)
		s->tapered[i] = (s->recent[i] - level) * s->window[i];
	fft_real(&s->fft, s->tapered, s->power, NULL, s->buffer);
	s->segments++;
	double weight = 1 / (double)(s->segments < s->memory ? s->segments : s->memory);
	for (size_t k = 0; k <= s->segment / 2; k++) {
		double sides = k == 0 || 2 * k == s->segment ? 1 : 2;
		s->density[k] += weight * (sides * s->power[k] * s->scale - s->density[k]);
	}
}

int lattice_spectrum_push(lattice_spectrum *s, const double *x, size_t n)
{
	int fault = s == NULL ? LATTICE_INVALID : array_fault(x, n, sizeof *x);
	if (fault != LATTICE_OK)
		return fault;
	for (size_t i = 0; i < n; i++) {
		if (!usable(x[i])) {
			s->filled = 0;
			continue;
		}
		s->recent[s->filled++] = x[i];
		if (s->filled < s->segment)
			continue;
		take_segment(s);
		s->filled = s->segment / 2;
		memmove(s->recent, s->recent + (s->segment - s->filled), s->filled * sizeof(double));
	}
	return LATTICE_OK;
}

size_t lattice_spectrum_bins(const lattice_spectrum *s)
{
	return s == NULL ? 0 : s->segment / 2 + 1;
}

int lattice_spectrum_read(const lattice_spectrum *s, double *frequency, double *density)
{
	if (s == NULL)
		return LATTICE_INVALID;
	size_t bins = lattice_spectrum_bins(s);
	int fault = frequency == NULL ? LATTICE_OK : array_fault(frequency, bins, sizeof *frequency);
	if (fault == LATTICE_OK && density != NULL)
		fault = array_fault(density, bins, sizeof *density);
	if (fault == LATTICE_OK && s->segments == 0)
		fault = LATTICE_UNKNOWN;
	if (fault != LATTICE_OK)
		return fault;
	double width = s->rate / (double)s->segment;
	for (size_t k = 0; frequency != NULL && k < bins; k++)
		frequency[k] = (double)k * width;
	if (density != NULL)
		memcpy(density, s->density, bins * sizeof *density);
	return LATTICE_OK;
}

int lattice_welch(double *frequency, double *density, const double *x, size_t n, double rate, size_t segment)
{
	lattice_spectrum *s;
	int fault = lattice_spectrum_new(&s, rate, segment, LATTICE_FOREVER);
	if (fault == LATTICE_OK)
		fault = lattice_spectrum_push(s, x, n);
	if (fault == LATTICE_OK)
		fault = lattice_spectrum_read(s, frequency, density);
	lattice_spectrum_free(s);
	return fault;
}
