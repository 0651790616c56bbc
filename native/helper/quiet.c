/* SPDX-License-Identifier: MIT */
/* The dead-bands within which a sample can wait: waking the engine costs a hundred times what the sample did. */
#include "machine.h"
#include "sample.h"

#include <math.h>

static const double busy_share = 0.20, degrees = 2, degrees_to_trip = 10, pressure_share = 0.02;

/* Missing and present differ, missing and missing do not. */
static bool differs(double one, double other)
{
	return isnan(one) != isnan(other) || (!isnan(one) && one != other);
}

static bool crossed(const struct sampling *sampling, const struct machine *machine, unsigned i, double elapsed_ns)
{
	const struct signal *signal = &machine->signals[i];
	double value = machine->values[i], previous = sampling->previous[i];

	switch (signal->band) {
	case BAND_BUSY:
		return value - previous > busy_share * elapsed_ns;
	case BAND_TEMPERATURE:
		return fabs(value - sampling->sent[i]) >= degrees || signal->nearest_trip - value < degrees_to_trip;
	case BAND_CHANGE:
		return differs(value, previous);
	case BAND_PRESSURE:
		return (value - previous) * 1e3 / elapsed_ns - sampling->pressure_sent[i] > pressure_share;
	case BAND_NONE:
		break;
	}
	return false;
}

bool quiet_crossed(const struct sampling *sampling, const struct machine *machine, uint64_t now)
{
	double elapsed_ns = (double)(now - sampling->taken_ns);

	for (unsigned i = 0; i < machine->signal_count; i++)
		if (crossed(sampling, machine, i, elapsed_ns))
			return true;
	return false;
}

void quiet_note_sent(struct sampling *sampling, const struct machine *machine, uint64_t now)
{
	double elapsed_ns = (double)(now - sampling->taken_ns);

	for (unsigned i = 0; i < machine->signal_count; i++) {
		sampling->sent[i] = machine->values[i];
		if (machine->signals[i].band == BAND_PRESSURE)
			sampling->pressure_sent[i] = fmax(0, (machine->values[i] - sampling->previous[i]) * 1e3 / elapsed_ns);
	}
	sampling->sent_ns = now;
}
