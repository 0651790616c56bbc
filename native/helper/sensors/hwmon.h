/* SPDX-License-Identifier: MIT */
/* Temperatures, power and fans of hwmon chips. */
#ifndef LATTICE_HWMON_H
#define LATTICE_HWMON_H
#include "sensors/sensor.h"

extern const struct sensor_class hwmon_sensor;
#endif
