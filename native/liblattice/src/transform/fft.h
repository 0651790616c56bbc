/* SPDX-License-Identifier: MIT */
/* The Fourier transform of any size, in double. */
#ifndef FFT_H
#define FFT_H

#include "transform/lanes.h"

struct fft {
	size_t size;
	/* Of the size itself where it is smooth, else of the convolution that Bluestein's algorithm makes of it (src/lattice/spectra/bluestein.ts). */
	struct stages stages;
	/* The chirp, and the transform of its conjugate in digit-reversed order; NULL where the size is smooth. */
	double *chirp, *filter;
	const struct lanes *lanes;
};

/* False where there is no memory. `size` at least 1 and below 2^30. */
bool fft_begin(struct fft *fft, size_t size);
void fft_end(struct fft *fft);
/* How many complex values the buffer of `fft_real` has. */
size_t fft_room(const struct fft *fft);
/* |X[k]|^2 and re X[k] of a real series of `size` samples, for k from 0 to size/2; either may be NULL. */
void fft_real(const struct fft *fft, const double *x, double *power, double *real, double *buffer);

#endif
