/* SPDX-License-Identifier: MIT */
/* The sensor of busy time by the age of its stretch, for each cpufreq policy. */
#ifndef LATTICE_AGES_H
#define LATTICE_AGES_H
#include "sensors/sensor.h"

extern const struct sensor_class ages_sensor;
#endif
