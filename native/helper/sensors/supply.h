/* SPDX-License-Identifier: MIT */
/* Mains and batteries. */
#ifndef LATTICE_SUPPLY_H
#define LATTICE_SUPPLY_H
#include "sensors/sensor.h"

struct supply {
	const char *name, *type;
};

extern const struct sensor_class supply_sensor;
#endif
