/* SPDX-License-Identifier: MIT */
/* Waking the engine costs a hundred times as much as a sample, so a sample waits while all signals stay in their dead-bands. The quiet bands: is there
 * any activity? The steady bands: is the activity the same as in the last sample sent? */
#include "sampling/dead_band.h"

#include "json/json_write.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "sampling/sample.h"

#include <math.h>

/* The numbers of a band, which are what hello tells of it. A share is a time counter's growth over time. A number that a kind does not use is NaN. */
struct numbers {
	const char *kind;
	double above;  /* a share over it wakes a quiet machine */
	double by;     /* the least move from what was sent that is news */
	double within; /* so near to its trip a temperature is always news */
	double across; /* so is a value on the other side of it */
};

static const struct numbers bands[] = {
	[BAND_NONE] = { NULL, NAN, NAN, NAN, NAN },
	[BAND_BUSY] = { "share", .above = 0.20, .by = 0.10, .within = NAN, .across = NAN },
	[BAND_TEMPERATURE] = { "move", .above = NAN, .by = 2, .within = 10, .across = NAN },
	[BAND_CHANGE] = { "change", NAN, NAN, NAN, NAN },
	[BAND_PRESSURE] = { "rise", .above = NAN, .by = 0.02, .within = NAN, .across = NAN },
	/* Below it pacing begins (docs/governor.md). */
	[BAND_BUNCHING] = { "step", .above = NAN, .by = 0.2, .within = NAN, .across = -0.4 },
};
static const double per_ns_of_us = 1e3; /* pressure is counted in us, time in ns */

/* A missing value differs from a present one, but not from a missing one. */
static bool differs(double one, double other)
{
	return isnan(one) != isnan(other) || (!isnan(one) && one != other);
}

/* Increase per nanosecond since the previous sample. */
static double rate(const struct sampling *sampling, const struct machine *machine, unsigned i, uint64_t now)
{
	return (machine->values[i] - sampling->previous[i]) / (double)(now - sampling->taken_ns);
}

static bool crossed(const struct sampling *sampling, const struct machine *machine, unsigned i, uint64_t now)
{
	const struct signal *signal = &machine->signals[i];
	const struct numbers *band = &bands[signal->band];
	double value = machine->values[i];

	switch (signal->band) {
	case BAND_BUSY:
		return rate(sampling, machine, i, now) > band->above;
	case BAND_TEMPERATURE:
		return fabs(value - sampling->sent[i]) >= band->by || signal->nearest_trip - value < band->within;
	case BAND_CHANGE:
		return differs(value, sampling->previous[i]);
	case BAND_PRESSURE:
		return (rate(sampling, machine, i, now) - sampling->rate_sent[i]) * per_ns_of_us > band->by;
	case BAND_BUNCHING:
	case BAND_NONE:
		break;
	}
	return false;
}

static bool moved(const struct sampling *sampling, const struct machine *machine, unsigned i, uint64_t now)
{
	enum band kind = machine->signals[i].band;
	const struct numbers *band = &bands[kind];
	double value = machine->values[i], sent = sampling->sent[i];

	if (kind == BAND_BUSY)
		return fabs(rate(sampling, machine, i, now) - sampling->rate_sent[i]) > band->by;
	if (kind == BAND_BUNCHING)
		return isnan(value) != isnan(sent) || (value < band->across) != (sent < band->across) || fabs(value - sent) > band->by;
	return crossed(sampling, machine, i, now);
}

static void write_known(struct json *json, const char *key, double number)
{
	if (isfinite(number))
		json_number(json, key, number);
}

void dead_band_write(const struct signal *signal, struct json *json)
{
	const struct numbers *band = &bands[signal->band];

	if (!band->kind)
		return;
	json_open(json, "band", '{');
	json_string(json, "kind", band->kind);
	write_known(json, "above", band->above);
	write_known(json, "by", band->by);
	write_known(json, "across", band->across);
	if (isfinite(signal->nearest_trip)) {
		write_known(json, "within", band->within);
		json_number(json, "trip", signal->nearest_trip);
	}
	json_close(json, '}');
}

bool dead_band_quiet_crossed(const struct sampling *sampling, const struct machine *machine, uint64_t now)
{
	for (unsigned i = 0; i < machine->signal_count; i++)
		if (crossed(sampling, machine, i, now))
			return true;
	return false;
}

bool dead_band_steady_crossed(const struct sampling *sampling, const struct machine *machine, uint64_t now)
{
	for (unsigned i = 0; i < machine->signal_count; i++)
		if (moved(sampling, machine, i, now))
			return true;
	return false;
}

void dead_band_note_sent(struct sampling *sampling, const struct machine *machine, uint64_t now)
{
	for (unsigned i = 0; i < machine->signal_count; i++) {
		enum band band = machine->signals[i].band;

		sampling->sent[i] = machine->values[i];
		if (band == BAND_PRESSURE || band == BAND_BUSY)
			sampling->rate_sent[i] = fmax(0, rate(sampling, machine, i, now));
	}
	sampling->sent_ns = now;
}
