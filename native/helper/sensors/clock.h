/* SPDX-License-Identifier: MIT */
/* How long the machine slept. */
#ifndef LATTICE_CLOCK_H
#define LATTICE_CLOCK_H
#include "sensors/sensor.h"

extern const struct sensor_class clock_sensor;
#endif
