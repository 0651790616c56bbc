/* SPDX-License-Identifier: MIT */
/* The dead-bands within which a sample can wait: waking the engine costs a hundred times what the sample did. Quiet bands tell whether anything goes on
 * at all; steady ones whether what goes on is still what the engine heard of last. */
#include "sampling/dead_band.h"

#include "machine/machine.h"
#include "machine/signal.h"
#include "sampling/sample.h"

#include <math.h>

static const double busy_share = 0.20, steady_share = 0.10, degrees = 2, degrees_to_trip = 10, pressure_share = 0.02;
/* Where pacing begins (docs/governor.md), and how far a load moves on its way out of it unheard. */
static const double regular = -0.4, bunching_step = 0.2;

/* Missing and present differ, missing and missing do not. */
static bool differs(double one, double other)
{
	return isnan(one) != isnan(other) || (!isnan(one) && one != other);
}

/* Growth a nanosecond since the sample before. */
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

bool quiet_crossed(const struct sampling *sampling, const struct machine *machine, uint64_t now)
{
	for (unsigned i = 0; i < machine->signal_count; i++)
		if (crossed(sampling, machine, i, now))
			return true;
	return false;
}

bool steady_crossed(const struct sampling *sampling, const struct machine *machine, uint64_t now)
{
	for (unsigned i = 0; i < machine->signal_count; i++)
		if (moved(sampling, machine, i, now))
			return true;
	return false;
}

void quiet_note_sent(struct sampling *sampling, const struct machine *machine, uint64_t now)
{
	for (unsigned i = 0; i < machine->signal_count; i++) {
		enum band band = machine->signals[i].band;

		sampling->sent[i] = machine->values[i];
		if (band == BAND_PRESSURE || band == BAND_BUSY)
			sampling->rate_sent[i] = fmax(0, rate(sampling, machine, i, now));
	}
	sampling->sent_ns = now;
}
