/* SPDX-License-Identifier: MIT */
/* Temperatures, power and fans of hwmon chips. */
#ifndef LATTICE_HWMON_H
#define LATTICE_HWMON_H
#include "sensors/sensor.h"

#include <stdbool.h>

struct machine;

/* The counters of amd_energy or zenergy, µJ of each socket, for machines whose powercap gives no energy; false where there are none. */
bool hwmon_energy_probe(struct machine *machine);

extern const struct sensor_class hwmon_sensor;
#endif
