/* SPDX-License-Identifier: MIT */
/* RAPL energy counters of powercap zones. */
#ifndef LATTICE_POWERCAP_H
#define LATTICE_POWERCAP_H
#include "sensors/sensor.h"

extern const struct sensor_class powercap_sensor;
#endif
