/* SPDX-License-Identifier: MIT */
/* Thermal zones, and the bounds of what a temperature can be. */
#ifndef LATTICE_THERMAL_H
#define LATTICE_THERMAL_H
#include "sensors/sensor.h"

struct channel;
struct trip;

enum { TEMPERATURE_LOWEST = -40, TEMPERATURE_HIGHEST = 150 /* °C */ };

struct zone {
	unsigned signal;
	const char *type;
	struct trip *trips;
	unsigned trip_count;
};

/* Millidegrees in, degrees out; what is not plausible becomes NaN. */
void channel_plausible_temperature(struct channel *channel);

extern const struct sensor_class thermal_sensor;
#endif
