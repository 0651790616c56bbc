/* SPDX-License-Identifier: MIT */
/* The load comes before the ages, which it reads, and before the counters, which skip CPUs that were idle; supplies come before what limits their charge, the
 * two limits of a policy before the reflex that writes them. */
#include "sensors/sensor_table.h"

#include "actions/actions.h"
#include "busy/ages.h"
#include "busy/load.h"
#include "controls/boost.h"
#include "controls/charge.h"
#include "controls/cpufreq.h"
#include "controls/energy_bias.h"
#include "controls/platform_profile.h"
#include "gpu/gpu_scan.h"
#include "perf/counters.h"
#include "reflex/reflex_control.h"
#include "sensors/clock.h"
#include "sensors/hwmon.h"
#include "powercap/powercap.h"
#include "sensors/pressure.h"
#include "sensors/sensor.h"
#include "sensors/supply.h"
#include "sensors/thermal.h"
#include "sensors/throttle.h"

const struct sensor_class *const sensor_table[] = {
	&clock_sensor, &load_sensor, &ages_sensor, &counters_sensor, &cpufreq_sensor, &reflex_sensor, &energy_bias_sensor, &boost_sensor, &platform_profile_sensor,
	&powercap_sensor, &thermal_sensor, &hwmon_sensor, &supply_sensor, &charge_sensor, &pressure_sensor, &throttle_sensor,
	&gpu_sensor,
	&panel_power_sensor, &charge_type_sensor, &gpu_level_sensor,
};
const unsigned sensor_count = sizeof(sensor_table) / sizeof(*sensor_table);
