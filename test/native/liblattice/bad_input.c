/* SPDX-License-Identifier: MIT */
/* What makes no sense gets a code, and harms nothing. Under sanitizers too. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "lattice.h"

static void pointers(void)
{
	double x[4] = { 1, 2, 3, 4 }, out[4], state = NAN;
	int64_t whole[2] = { 0, 0 }, sum = 0;
	char bytes[64];
	double *askew = (double *)(void *)(bytes + 1);
	float *askew_single = (float *)(void *)(bytes + 2);
	size_t shape[2] = { 2, 2 };
	CHECK(lattice_smooth(NULL, x, 4, 1) == LATTICE_INVALID);
	CHECK(lattice_smooth(out, NULL, 4, 1) == LATTICE_INVALID);
	CHECK(lattice_smooth(NULL, NULL, 0, 1) == LATTICE_OK);
	CHECK(lattice_smooth(askew, x, 4, 1) == LATTICE_MISALIGNED);
	CHECK(lattice_smooth(out, askew, 4, 1) == LATTICE_MISALIGNED);
	CHECK(lattice_causal(out, x, 4, 1, NULL) == LATTICE_INVALID);
	CHECK(lattice_causal(NULL, x, 4, 1, &state) == LATTICE_OK);
	CHECK(lattice_fixed(NULL, whole, 2, 0, &sum) == LATTICE_INVALID);
	CHECK(lattice_fixed(NULL, whole, 2, 65536, &sum) == LATTICE_INVALID);
	sum = INT64_MAX;
	CHECK(lattice_fixed(NULL, whole, 2, 35107, &sum) == LATTICE_INVALID && sum == INT64_MAX);
	CHECK(lattice_regularize(out, x, NULL, 2, LATTICE_CYCLES, 1) == LATTICE_INVALID);
	CHECK(lattice_regularize(NULL, x, shape, 2, LATTICE_CYCLES, 1) == LATTICE_INVALID);
	CHECK(lattice_regularize(askew, x, shape, 2, LATTICE_CYCLES, 1) == LATTICE_MISALIGNED);
	CHECK(lattice_regularize_f32(askew_single, (float *)bytes, shape, 2, LATTICE_CYCLES, 1) == LATTICE_MISALIGNED);
	CHECK(lattice_coherence(NULL, x, 4, 1, 1, 0) == LATTICE_INVALID);
	CHECK(lattice_coherence(out, askew, 4, 1, 1, 0) == LATTICE_MISALIGNED && isnan(out[0]));
	CHECK(lattice_stream_field(NULL, 3) == LATTICE_INVALID);
	CHECK(lattice_stream_push(NULL, x, 1) == LATTICE_INVALID);
	CHECK(lattice_stream_value(NULL, out) == LATTICE_INVALID);
	CHECK(lattice_spectrum_push(NULL, x, 1) == LATTICE_INVALID);
	CHECK(lattice_spectrum_bins(NULL) == 0);
	lattice_stream_free(NULL);
	lattice_spectrum_free(NULL);
	lattice_regularizer_free(NULL);
	lattice_close(NULL);
	lattice_beat(NULL, 1);
	CHECK(lattice_answer(NULL, 1) == LATTICE_INVALID);
	CHECK(lattice_unit(NULL, "tokens") == LATTICE_INVALID);
}

static void sizes(void)
{
	double x = 1;
	size_t huge[3] = { SIZE_MAX / 2, SIZE_MAX / 2, 2 }, long_row[1] = { (size_t)1 << 40 }, many[2] = { (size_t)1 << 60, 2 };
	lattice_regularizer *plan;
	lattice_stream *stream;
	lattice_spectrum *spectrum;
	CHECK(lattice_regularize(&x, &x, huge, 3, LATTICE_CYCLES, 1) == LATTICE_TOO_LARGE);
	CHECK(lattice_regularize(&x, &x, long_row, 1, LATTICE_CYCLES, 1) == LATTICE_TOO_LARGE);
	CHECK(lattice_regularize(&x, &x, many, 2, LATTICE_CYCLES, 1) == LATTICE_TOO_LARGE);
	CHECK(lattice_smooth(&x, &x, SIZE_MAX, 1) == LATTICE_TOO_LARGE);
	CHECK(lattice_regularizer_new(&plan, 0, LATTICE_CYCLES, 1) == LATTICE_INVALID && plan == NULL);
	CHECK(lattice_regularizer_new(&plan, (size_t)1 << 40, LATTICE_CYCLES, 1) == LATTICE_TOO_LARGE && plan == NULL);
	CHECK(lattice_stream_horizon(&stream, 1, 21, 5) == LATTICE_INVALID && stream == NULL);
	CHECK(lattice_spectrum_new(&spectrum, 1, (size_t)1 << 40, 1) == LATTICE_TOO_LARGE && spectrum == NULL);
	CHECK(strcmp(lattice_strerror(LATTICE_TOO_LARGE), lattice_strerror(LATTICE_INVALID)) != 0);
	CHECK(strcmp(lattice_strerror(77), "no code of liblattice") == 0);
}

/* Prime and awkward lengths, one row that is no number among others, in place and not. */
static void rows(size_t length, size_t count)
{
	float *in = malloc(length * count * sizeof *in), *out = malloc(length * count * sizeof *out);
	lattice_regularizer *plan;
	for (size_t i = 0; i < length * count; i++)
		in[i] = (float)(i % 7) - 3;
	if (count > 1)
		in[length + length / 2] = NAN;
	CHECK(lattice_regularizer_new(&plan, length, LATTICE_CYCLES, LATTICE_PHI) == LATTICE_OK);
	CHECK(lattice_regularizer_apply_f32(plan, out, in, count) == LATTICE_OK);
	unsigned wrong = 0;
	for (size_t i = 0; i < length * count; i++)
		wrong += isnan(out[i]) != (count > 1 && i / length == 1);
	CHECK(wrong == 0);
	CHECK(lattice_regularizer_apply_f32(plan, in, in, count) == LATTICE_OK);
	CHECK(memcmp(in, out, length * sizeof *in) == 0);
	lattice_regularizer_free(plan);
	free(in);
	free(out);
}

static void names(void)
{
	lattice_client *client;
	char longest[66];
	memset(longest, 'x', sizeof longest);
	longest[64] = '\0';
	CHECK(lattice_open(&client, longest, "/nowhere") == LATTICE_OK);
	CHECK(lattice_set_gpu(client, "GPU-5d1f3a") == LATTICE_OK);
	CHECK(lattice_set_gpu(client, "255") == LATTICE_OK);
	CHECK(lattice_set_gpu(client, "256") == LATTICE_INVALID);
	CHECK(lattice_set_gpu(client, "a\"b") == LATTICE_INVALID);
	CHECK(lattice_hint(client, 0, NAN, 0) == LATTICE_INVALID);
	CHECK(lattice_hint(client, NAN, 3600001, 0) == LATTICE_INVALID);
	CHECK(lattice_hint(client, INFINITY, 1, 0) == LATTICE_INVALID);
	CHECK(lattice_hint(client, NAN, NAN, 0) == LATTICE_OK);
	lattice_close(client);
	longest[64] = 'x';
	longest[65] = '\0';
	static const char *const bad[] = { "", " x", "a\nb", "\x1b[2J", "a\"b", "\xc3\xa9" };
	CHECK(lattice_open(&client, longest, NULL) == LATTICE_INVALID && client == NULL);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(lattice_open(&client, bad[i], NULL) == LATTICE_INVALID);
	char path[200];
	memset(path, 'p', sizeof path);
	path[108] = '\0';
	CHECK(lattice_open(&client, "x", path) == LATTICE_INVALID);
	CHECK(lattice_open(NULL, "x", NULL) == LATTICE_INVALID);
	CHECK(lattice_open(&client, NULL, NULL) == LATTICE_INVALID);
}

int main(void)
{
	pointers();
	sizes();
	names();
	static const size_t lengths[] = { 1, 2, 3, 7, 64, 101, 1021, 10007, 65537, 100000 };
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
		rows(lengths[i], lengths[i] > 5000 ? 3 : 37);
	return check_result();
}
