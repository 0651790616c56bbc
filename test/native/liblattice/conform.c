/* SPDX-License-Identifier: MIT */
/*
 * Answers calls of the library. A line in is a name, parameters and arrays, each behind their number; a line out the code and what came of it,
 * with 17 digits. library.test.ts asks, and compares with TypeScript.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lattice.h"

enum { most_parameters = 8, most_arrays = 2 };

struct call {
	char name[64];
	double p[most_parameters];
	double *array[most_arrays];
	size_t n[most_arrays];
};

static double number(void)
{
	char word[64];
	if (scanf("%63s", word) != 1)
		exit(1);
	return strtod(word, NULL);
}

static int read_call(struct call *call)
{
	*call = (struct call){ .n = { 0 } };
	if (scanf("%63s", call->name) != 1)
		return 0;
	size_t parameters = (size_t)number();
	for (size_t i = 0; i < parameters; i++)
		call->p[i] = number();
	size_t arrays = (size_t)number();
	for (size_t a = 0; a < arrays; a++) {
		call->n[a] = (size_t)number();
		call->array[a] = malloc((call->n[a] + 1) * sizeof(double));
		for (size_t i = 0; i < call->n[a]; i++)
			call->array[a][i] = number();
	}
	return 1;
}

static void answer(int code, const double *values, size_t n)
{
	printf("%d", code);
	for (size_t i = 0; i < n; i++)
		printf(" %.17g", values[i]);
	printf("\n");
}

static size_t window_of(double window)
{
	return isinf(window) ? LATTICE_FOREVER : (size_t)window;
}

/* Metrics that end in one number. */
static int one_number(const struct call *c, double *out)
{
	const double *p = c->p, *x = c->array[0];
	size_t n = c->n[0];
	lattice_stillness still = { p[0], p[1] };
	if (strcmp(c->name, "coherence") == 0)
		return lattice_coherence(out, x, n, p[0], p[1], p[2]);
	if (strcmp(c->name, "bunching") == 0)
		return lattice_bunching(out, x, n, &still, p[2]);
	if (strcmp(c->name, "compression") == 0)
		return lattice_compression(out, x, n, p[0], p[1]);
	if (strcmp(c->name, "horizon") == 0)
		return lattice_horizon(out, x, n, p[0], (size_t)p[1]);
	if (strcmp(c->name, "field") == 0)
		return lattice_field(out, x, n);
	if (strcmp(c->name, "rice") == 0)
		return lattice_rice_bits(out, x, n);
	return 1;
}

/* The value of a stream after each sample. */
static int streamed(const struct call *c, double *out)
{
	const double *p = c->p;
	lattice_stillness still = { p[0], p[1] };
	lattice_stream *stream = NULL;
	int code = 1;
	if (strcmp(c->name, "streamCoherence") == 0)
		code = lattice_stream_coherence(&stream, p[0], p[1], p[2], window_of(p[3]));
	else if (strcmp(c->name, "streamBunching") == 0)
		code = lattice_stream_bunching(&stream, &still, p[2], window_of(p[3]));
	else if (strcmp(c->name, "streamCompression") == 0)
		code = lattice_stream_compression(&stream, p[0], p[1], window_of(p[2]));
	else if (strcmp(c->name, "streamHorizon") == 0)
		code = lattice_stream_horizon(&stream, p[0], (size_t)p[1], window_of(p[2]));
	else if (strcmp(c->name, "streamField") == 0)
		code = lattice_stream_field(&stream, window_of(p[0]));
	for (size_t i = 0; code == LATTICE_OK && i < c->n[0]; i++) {
		lattice_stream_push(stream, &c->array[0][i], 1);
		lattice_stream_value(stream, &out[i]);
	}
	lattice_stream_free(stream);
	return code;
}

static void regularized(const struct call *c, double *out)
{
	size_t shape[4], axes = (size_t)c->p[2], n = c->n[0];
	for (size_t i = 0; i < axes; i++)
		shape[i] = (size_t)c->p[3 + i];
	if (strcmp(c->name, "regularize") == 0) {
		answer(lattice_regularize(out, c->array[0], shape, axes, (lattice_reading)c->p[0], c->p[1]), out, n);
		return;
	}
	float *single = malloc((n + 1) * sizeof *single);
	for (size_t i = 0; i < n; i++)
		single[i] = (float)c->array[0][i];
	int code = lattice_regularize_f32(single, single, shape, axes, (lattice_reading)c->p[0], c->p[1]);
	for (size_t i = 0; i < n; i++)
		out[i] = (double)single[i];
	free(single);
	answer(code, out, n);
}

static void fixed(const struct call *c, double *out)
{
	size_t n = c->n[0];
	int64_t *x = malloc((n + 1) * sizeof *x), *filtered = malloc((n + 1) * sizeof *filtered), state = (int64_t)c->p[1] * 65536;
	for (size_t i = 0; i < n; i++)
		x[i] = (int64_t)c->array[0][i];
	int code = lattice_fixed(filtered, x, n, lattice_fixed_weight(c->p[0]), &state);
	for (size_t i = 0; i < n; i++)
		out[i] = (double)filtered[i];
	free(x);
	free(filtered);
	answer(code, out, n);
}

static void scalars(const struct call *c)
{
	const double *p = c->p;
	lattice_reading reading = (lattice_reading)p[0];
	double values[] = { lattice_wavenumber(reading, p[1]), lattice_gain(reading, p[1], p[2]), lattice_resolvent(p[1], p[2]),
		lattice_white_share(reading, p[2]), lattice_white_gain(reading, p[2]), lattice_pole(p[2]), lattice_newest_weight(p[2]),
		lattice_time_constant(p[2]), lattice_lambda_at(p[3], p[4]), lattice_fft_frequency((size_t)p[5], (size_t)p[6]),
		lattice_fixed_weight(p[2]) };
	answer(0, values, sizeof values / sizeof *values);
}

static void run(const struct call *c)
{
	size_t n = c->n[0];
	double *x = c->array[0], *out = malloc((2 * n + 8) * sizeof *out);
	if (strcmp(c->name, "scalars") == 0) {
		scalars(c);
	} else if (strncmp(c->name, "regularize", 10) == 0) {
		regularized(c, out);
	} else if (strcmp(c->name, "smooth") == 0) {
		answer(lattice_smooth(x, x, n, c->p[0]), x, n);
	} else if (strcmp(c->name, "causal") == 0) {
		double state = c->p[1];
		answer(lattice_causal(out, x, n, c->p[0], &state), out, n);
	} else if (strcmp(c->name, "fixed") == 0) {
		fixed(c, out);
	} else if (strcmp(c->name, "task") == 0) {
		lattice_task task;
		int code = lattice_task_coherence(&task, x, n, c->array[1], c->n[1]);
		answer(code, (double[]){ task.coherence, task.share }, 2);
	} else if (strcmp(c->name, "welch") == 0) {
		size_t bins = (size_t)c->p[1] / 2 + 1;
		double *both = malloc(2 * bins * sizeof *both);
		int code = lattice_welch(both, both + bins, x, n, c->p[0], (size_t)c->p[1]);
		answer(code, both, code == LATTICE_OK ? 2 * bins : 0);
		free(both);
	} else if (strcmp(c->name, "filtered") == 0) {
		int code = lattice_filtered(out + 1, x, c->array[1], n, c->p[0], (lattice_reading)c->p[1], c->p[2]);
		lattice_passed_share(out, x, c->array[1], n, c->p[0], (lattice_reading)c->p[1], c->p[2]);
		answer(code, out, n + 1);
	} else if (strncmp(c->name, "stream", 6) == 0) {
		int code = streamed(c, out);
		answer(code, out, code == LATTICE_OK ? n : 0);
	} else {
		int code = one_number(c, out);
		answer(code, out, 1);
	}
	free(out);
}

int main(void)
{
	struct call call;
	while (read_call(&call)) {
		run(&call);
		for (size_t a = 0; a < most_arrays; a++)
			free(call.array[a]);
	}
	return 0;
}
