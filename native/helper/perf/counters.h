/* SPDX-License-Identifier: MIT */
/* The sensor of perf events of each CPU. */
#ifndef LATTICE_COUNTERS_H
#define LATTICE_COUNTERS_H
#include "sensors/sensor.h"

extern const struct sensor_class counters_sensor;
#endif
