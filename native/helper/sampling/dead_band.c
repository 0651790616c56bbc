/* SPDX-License-Identifier: MIT */
/* Waking the engine costs a hundred times as much as a sample, so a sample waits while all signals stay in their dead-bands. The quiet bands: is there
 * any activity? The steady bands: is the activity the same as in the last sample sent? */
#include "sampling/dead_band.h"

#include "machine/machine.h"
#include "machine/signal.h"
#include "sampling/sample.h"

#include <math.h>

static const double busy_share = 0.20, steady_share = 0.10, degrees = 2, degrees_to_trip = 10, pressure_share = 0.02;
/* Below `regular` pacing begins (docs/governor.md); a smaller step than this is not sent. */
static const double regular = -0.4, bunching_step = 0.2;

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
	double value = machine->values[i];

	switch (signal->band) {
	case BAND_BUSY:
		return rate(sampling, machine, i, now) > busy_share;
	case BAND_TEMPERATURE:
		return fabs(value - sampling->sent[i]) >= degrees || signal->nearest_trip - value < degrees_to_trip;
	case BAND_CHANGE:
		return differs(value, sampling->previous[i]);
	case BAND_PRESSURE:
		return (rate(sampling, machine, i, now) - sampling->rate_sent[i]) * 1e3 > pressure_share;
	case BAND_BUNCHING:
	case BAND_NONE:
		break;
	}
	return false;
}

static bool moved(const struct sampling *sampling, const struct machine *machine, unsigned i, uint64_t now)
{
	enum band band = machine->signals[i].band;
	double value = machine->values[i], sent = sampling->sent[i];

	if (band == BAND_BUSY)
		return fabs(rate(sampling, machine, i, now) - sampling->rate_sent[i]) > steady_share;
	if (band == BAND_BUNCHING)
		return isnan(value) != isnan(sent) || (value < regular) != (sent < regular) || fabs(value - sent) > bunching_step;
	return crossed(sampling, machine, i, now);
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
