/* SPDX-License-Identifier: MIT */
/* Frequencies, limits, governor and energy preference of each cpufreq policy. */
#ifndef LATTICE_CPUFREQ_H
#define LATTICE_CPUFREQ_H
#include "sensors/sensor.h"

extern const struct sensor_class cpufreq_sensor;
#endif
