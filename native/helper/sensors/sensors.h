/* SPDX-License-Identifier: MIT */
/* The sensor classes. A new one is a file that defines its class and a line in the table of machine.c. */
#ifndef LATTICE_SENSORS_H
#define LATTICE_SENSORS_H
#include "machine/machine.h"

extern const struct sensor_class clock_sensor, load_sensor, counters_sensor, cpufreq_sensor, boost_sensor, platform_profile_sensor, powercap_sensor, thermal_sensor,
	hwmon_sensor, supply_sensor, pressure_sensor, throttle_sensor, gpu_sensor;

void topology_probe(struct machine *machine, const struct machine *before);
/* Is the policy's maximum held below what its user asked for, by the firmware's bios_limit or by boost being off? */
bool maximum_held(struct machine *machine, const struct policy *policy);
/* Does a cooling device hold CPUs down? The kernel does not say which, so it concerns every policy. */
bool cooling_acts(struct machine *machine);
#endif
