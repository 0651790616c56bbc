/* SPDX-License-Identifier: MIT */
/* Bounds of what a temperature can be, and the trip points of a zone. */
#ifndef LATTICE_THERMAL_H
#define LATTICE_THERMAL_H
#include "machine/machine.h"

enum { TEMPERATURE_LOWEST = -40, TEMPERATURE_HIGHEST = 150 /* °C */, TRIP_LOWEST = 40 };

void channel_plausible_temperature(struct channel *channel);
/* Reads the zone's trips and sets its signal's nearest one. */
void trips_probe(struct machine *machine, struct zone *zone, const char *directory);
#endif
