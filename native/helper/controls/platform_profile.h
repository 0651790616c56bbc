/* SPDX-License-Identifier: MIT */
/* The firmware's platform profile as a control. */
#ifndef LATTICE_PLATFORM_PROFILE_H
#define LATTICE_PLATFORM_PROFILE_H
#include "sensors/sensor.h"

extern const struct sensor_class platform_profile_sensor;
#endif
