/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "transform/fft.h"
#include "transform/roots.h"

/* out = a b, complex. `out` may be either. */
static void multiply(double *out, const double *a, const double *b)
{
	double re = a[0] * b[0] - a[1] * b[1];
	double im = a[0] * b[1] + a[1] * b[0];
	out[0] = re;
	out[1] = im;
}

static bool chirp_begin(struct fft *fft)
{
	size_t size = fft->size, room = fft->stages.size;
	fft->chirp = lines_of(2 * size, sizeof(double));
	fft->filter = lines_of(2 * room, sizeof(double));
	if (fft->chirp == NULL || fft->filter == NULL)
		return false;
	memset(fft->filter, 0, 2 * room * sizeof(double));
	for (size_t j = 0; j < size; j++) {
		/* e^(-i pi j^2/n) */
		struct root w = root_of(j * j % (2 * size), 2 * size);
		fft->chirp[2 * j] = w.re;
		fft->chirp[2 * j + 1] = w.im;
		size_t mirrored = j == 0 ? 0 : room - j;
		fft->filter[2 * j] = fft->filter[2 * mirrored] = w.re;
		fft->filter[2 * j + 1] = fft->filter[2 * mirrored + 1] = -w.im;
	}
	fft->lanes->forward(&fft->stages, fft->filter);
	return true;
}

bool fft_begin(struct fft *fft, size_t size)
{
	bool smooth = is_smooth(size);
	*fft = (struct fft){ .size = size };
	struct lanes_list list = lanes_here(false);
	for (unsigned i = 0; list.at[i] != NULL; i++)
		fft->lanes = list.at[i];
	if (stages_begin(&fft->stages, smooth ? size : next_smooth(2 * size - 1), false) && (smooth || chirp_begin(fft)))
		return true;
	fft_end(fft);
	return false;
}

void fft_end(struct fft *fft)
{
	stages_end(&fft->stages);
	free(fft->chirp);
	free(fft->filter);
	fft->chirp = fft->filter = NULL;
}

size_t fft_room(const struct fft *fft)
{
	return fft->stages.size;
}

static void transform(const struct fft *fft, const double *x, double *buffer)
{
	memset(buffer, 0, 2 * fft->stages.size * sizeof(double));
	for (size_t i = 0; i < fft->size; i++) {
		buffer[2 * i] = x[i];
		if (fft->chirp != NULL) {
			buffer[2 * i] = x[i] * fft->chirp[2 * i];
			buffer[2 * i + 1] = x[i] * fft->chirp[2 * i + 1];
		}
	}
	fft->lanes->forward(&fft->stages, buffer);
	if (fft->chirp == NULL)
		return;
	for (size_t i = 0; i < fft->stages.size; i++)
		multiply(buffer + 2 * i, buffer + 2 * i, fft->filter + 2 * i);
	fft->lanes->backward(&fft->stages, buffer);
}

void fft_real(const struct fft *fft, const double *x, double *power, double *real, double *buffer)
{
	transform(fft, x, buffer);
	double scale = 1 / (double)fft->stages.size;
	for (size_t k = 0; k <= fft->size / 2; k++) {
		double bin[2];
		if (fft->chirp == NULL) {
			memcpy(bin, buffer + 2 * place_of(&fft->stages, k), sizeof bin);
		} else {
			multiply(bin, buffer + 2 * k, fft->chirp + 2 * k);
			bin[0] *= scale;
			bin[1] *= scale;
		}
		if (power != NULL)
			power[k] = bin[0] * bin[0] + bin[1] * bin[1];
		if (real != NULL)
			real[k] = bin[0];
	}
}
