/* SPDX-License-Identifier: MIT */
/* The anchor: the same filter by fftw3f, which is measured and nowhere linked. CPU seconds, one number a line. */
#include <fftw3.h>
#include <stdio.h>
#include <time.h>

enum { side = 4096, runs = 5, bins = side / 2 + 1 };

static double cpu_seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(void)
{
	const size_t n = (size_t)side * side;
	float *in = fftwf_alloc_real(n), *out = fftwf_alloc_real(n), gain[bins];
	fftwf_complex *row = fftwf_alloc_complex(bins);
	fftwf_plan forward = fftwf_plan_dft_r2c_1d(side, in, row, FFTW_MEASURE | FFTW_PRESERVE_INPUT);
	fftwf_plan backward = fftwf_plan_dft_c2r_1d(side, row, out, FFTW_MEASURE);
	for (size_t i = 0; i < n; i++)
		in[i] = (float)((i * 2654435761U) % 1000) / 1000 - 0.5F;
	for (size_t i = 0; i < n; i++)
		out[i] = 0;
	for (size_t k = 0; k < bins; k++) {
		double f = (double)k / side;
		gain[k] = (float)(1 / (1 + 1.6180339887498948482 * f * f) / side);
	}
	for (int run = 0; run < runs; run++) {
		double from = cpu_seconds();
		for (size_t r = 0; r < side; r++) {
			fftwf_execute_dft_r2c(forward, in + r * side, row);
			for (size_t k = 0; k < bins; k++) {
				row[k][0] *= gain[k];
				row[k][1] *= gain[k];
			}
			fftwf_execute_dft_c2r(backward, row, out + r * side);
		}
		printf("%.6f\n", cpu_seconds() - from);
	}
	return 0;
}
