/* SPDX-License-Identifier: MIT */
/* The trip points of a thermal zone. */
#ifndef LATTICE_TRIPS_H
#define LATTICE_TRIPS_H
struct machine;
struct zone;

enum { TRIP_LOWEST = 40 /* °C, of a trip that slows or stops the machine */ };

struct trip {
	const char *type;
	double celsius, hysteresis;
};

/* Reads the zone's trips and sets its signal's nearest one. */
void trips_probe(struct machine *machine, struct zone *zone, const char *directory);
#endif
