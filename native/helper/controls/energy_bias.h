/* SPDX-License-Identifier: MIT */
/* Intel's Performance and Energy Bias Hint (EPB) of each CPU, where no energy performance preference (EPP) governs it. */
#ifndef LATTICE_ENERGY_BIAS_H
#define LATTICE_ENERGY_BIAS_H
#include "sensors/sensor.h"

extern const struct sensor_class energy_bias_sensor;
#endif
