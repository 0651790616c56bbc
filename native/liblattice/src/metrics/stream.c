/* SPDX-License-Identifier: MIT */
/* The metrics of streams, and those of whole series that are a stream's value at its end. */
#include <stdlib.h>

#include "metrics/compression.h"
#include "metrics/field.h"
#include "metrics/horizon.h"
#include "metrics/moments.h"

struct lattice_stream {
	enum kind { coherence, bunching, compression, horizon, field } kind;
	union {
		struct {
			struct streaming_moments moments;
			double lambda;
			lattice_stillness still;
		} rhythm;
		struct compression compression;
		struct horizon horizon;
		struct field field;
	};
};

static int fresh(lattice_stream **stream, bool fits, enum kind kind)
{
	if (stream == NULL)
		return LATTICE_INVALID;
	*stream = NULL;
	if (!fits)
		return LATTICE_INVALID;
	*stream = calloc(1, sizeof **stream);
	if (*stream == NULL)
		return LATTICE_MEMORY;
	(*stream)->kind = kind;
	return LATTICE_OK;
}

static int fresh_rhythm(lattice_stream **stream, enum kind kind, double lambda, const lattice_stillness *still, size_t window)
{
	int fault = fresh(stream, positive(lambda) && stillness_fits(still) && window >= 2 && window != LATTICE_FOREVER, kind);
	if (fault == LATTICE_OK) {
		(*stream)->rhythm.moments = (struct streaming_moments){ .window = window, .rho = lattice_pole(lambda) };
		(*stream)->rhythm.lambda = lambda;
		(*stream)->rhythm.still = *still;
	}
	return fault;
}

int lattice_stream_coherence(lattice_stream **stream, double tau, double rate, double floor, size_t window)
{
	const lattice_stillness still = { floor, NAN };
	return fresh_rhythm(stream, coherence, lattice_lambda_at(tau, rate), &still, window);
}

int lattice_stream_bunching(lattice_stream **stream, const lattice_stillness *still, double lambda, size_t window)
{
	const lattice_stillness any = LATTICE_ANY_SIGNAL;
	return fresh_rhythm(stream, bunching, lambda, still == NULL ? &any : still, window);
}

static struct compression compression_of(double quantum, double lambda, size_t window)
{
	return (struct compression){ .quantum = quantum, .alpha = lattice_newest_weight(lambda), .window = window };
}

int lattice_stream_compression(lattice_stream **stream, double quantum, double lambda, size_t window)
{
	int fault = fresh(stream, positive(quantum) && lambda_fits(lambda) && window >= 1, compression);
	if (fault == LATTICE_OK)
		(*stream)->compression = compression_of(quantum, lambda, window);
	return fault;
}

static bool horizon_fits(double quantum, size_t octaves, size_t window)
{
	return positive(quantum) && octaves >= 1 && octaves <= most_octaves && window >= 1;
}

int lattice_stream_horizon(lattice_stream **stream, double quantum, size_t octaves, size_t window)
{
	int fault = fresh(stream, horizon_fits(quantum, octaves, window), horizon);
	if (fault != LATTICE_OK || horizon_begin(&(*stream)->horizon, quantum, octaves, window))
		return fault;
	free(*stream);
	*stream = NULL;
	return LATTICE_MEMORY;
}

int lattice_stream_field(lattice_stream **stream, size_t window)
{
	int fault = fresh(stream, window >= 1, field);
	if (fault == LATTICE_OK)
		(*stream)->field = (struct field){ .window = window };
	return fault;
}

static void push(lattice_stream *stream, double x)
{
	switch (stream->kind) {
	case coherence:
	case bunching:
		moments_push(&stream->rhythm.moments, x);
		return;
	case compression:
		compression_push(&stream->compression, x);
		return;
	case horizon:
		horizon_push(&stream->horizon, x);
		return;
	case field:
		field_push(&stream->field, x);
		return;
	}
}

int lattice_stream_push(lattice_stream *stream, const double *x, size_t n)
{
	int fault = stream == NULL ? LATTICE_INVALID : array_fault(x, n, sizeof *x);
	if (fault != LATTICE_OK)
		return fault;
	for (size_t i = 0; i < n; i++)
		push(stream, x[i]);
	return LATTICE_OK;
}

static double value_of(const lattice_stream *stream)
{
	switch (stream->kind) {
	case coherence:
	case bunching: {
		const struct moments *now = &stream->rhythm.moments.now;
		double lambda = stream->rhythm.lambda;
		if (!moments_settled(&stream->rhythm.moments))
			return NAN;
		if (stream->kind == bunching)
			return bunching_of(now, lambda, &stream->rhythm.still);
		return is_constant(now, stream->rhythm.still.floor) ? 1 : coherence_score(passed_of(now, lambda), lambda);
	}
	case compression:
		return compression_value(&stream->compression);
	case horizon:
		return horizon_value(&stream->horizon);
	case field:
		return field_value(&stream->field);
	}
	return NAN;
}

int lattice_stream_value(const lattice_stream *stream, double *out)
{
	if (stream == NULL || out == NULL)
		return LATTICE_INVALID;
	*out = value_of(stream);
	return isnan(*out) ? LATTICE_UNKNOWN : LATTICE_OK;
}

int lattice_stream_skill(const lattice_stream *stream, size_t j, double *out)
{
	if (stream == NULL || out == NULL || stream->kind != horizon || j >= stream->horizon.octaves)
		return LATTICE_INVALID;
	*out = horizon_skill(&stream->horizon, j);
	return isnan(*out) ? LATTICE_UNKNOWN : LATTICE_OK;
}

void lattice_stream_free(lattice_stream *stream)
{
	if (stream != NULL && stream->kind == horizon)
		horizon_end(&stream->horizon);
	free(stream);
}

/* What all of a whole series begin with. */
static int fault_of(double *out, const double *x, size_t n, bool fits)
{
	if (out == NULL)
		return LATTICE_INVALID;
	*out = NAN;
	int fault = fits ? array_fault(x, n, sizeof *x) : LATTICE_INVALID;
	return fault == LATTICE_OK && !all_usable(x, n) ? LATTICE_UNKNOWN : fault;
}

int lattice_compression(double *out, const double *x, size_t n, double quantum, double lambda)
{
	int fault = fault_of(out, x, n, positive(quantum) && lambda_fits(lambda));
	if (fault != LATTICE_OK)
		return fault;
	struct compression all = compression_of(quantum, lambda, LATTICE_FOREVER);
	for (size_t i = 0; i < n; i++)
		compression_push(&all, x[i]);
	*out = compression_value(&all);
	return isnan(*out) ? LATTICE_UNKNOWN : LATTICE_OK;
}

int lattice_horizon(double *out, const double *x, size_t n, double quantum, size_t octaves)
{
	int fault = fault_of(out, x, n, horizon_fits(quantum, octaves, LATTICE_FOREVER));
	if (fault != LATTICE_OK)
		return fault;
	struct horizon all;
	if (!horizon_begin(&all, quantum, octaves, LATTICE_FOREVER))
		return LATTICE_MEMORY;
	for (size_t i = 0; i < n; i++)
		horizon_push(&all, x[i]);
	*out = horizon_value(&all);
	horizon_end(&all);
	return isnan(*out) ? LATTICE_UNKNOWN : LATTICE_OK;
}

int lattice_field(double *out, const double *x, size_t n)
{
	int fault = fault_of(out, x, n, true);
	if (fault == LATTICE_UNKNOWN)
		*out = LATTICE_PHI;
	if (fault != LATTICE_OK)
		return fault == LATTICE_UNKNOWN ? LATTICE_OK : fault;
	struct field all = { .window = LATTICE_FOREVER };
	for (size_t i = 0; i < n; i++)
		field_push(&all, x[i]);
	*out = field_value(&all);
	return LATTICE_OK;
}
