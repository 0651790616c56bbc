/* SPDX-License-Identifier: MIT */
/* Boost (turbo) as a control. */
#ifndef LATTICE_BOOST_H
#define LATTICE_BOOST_H
#include "sensors/sensor.h"

extern const struct sensor_class boost_sensor;
#endif
