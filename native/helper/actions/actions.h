/* SPDX-License-Identifier: MIT */
/* Controls of devices that follow the power profile where its user wants them to. */
#ifndef LATTICE_ACTIONS_H
#define LATTICE_ACTIONS_H
#include "sensors/sensor.h"

extern const struct sensor_class panel_power_sensor, charge_type_sensor, gpu_level_sensor;
#endif
