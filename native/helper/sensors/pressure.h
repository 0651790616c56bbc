/* SPDX-License-Identifier: MIT */
/* Pressure stall information (PSI). */
#ifndef LATTICE_PRESSURE_H
#define LATTICE_PRESSURE_H
#include "sensors/sensor.h"

extern const struct sensor_class pressure_sensor;
#endif
