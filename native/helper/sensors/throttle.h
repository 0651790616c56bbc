/* SPDX-License-Identifier: MIT */
/* Thermal throttle events of cores and packages. */
#ifndef LATTICE_THROTTLE_H
#define LATTICE_THROTTLE_H
#include "sensors/sensor.h"

extern const struct sensor_class throttle_sensor;
#endif
