/* SPDX-License-Identifier: MIT */
/* Intel only. An event of a package is counted on each of its CPUs, so the highest count is used and not the sum. */
#include "sensors/throttle.h"

#include "base/arena.h"
#include "base/sysfs.h"
#include "machine/channel.h"
#include "machine/counter.h"
#include "machine/machine.h"
#include "machine/polled_file.h"
#include "machine/signal.h"
#include "machine/topology.h"
#include "sensors/sensor.h"

#include <math.h>
#include <stdio.h>

enum { PACKAGES = 64 };

struct throttle {
	unsigned count;
	int package_signal[PACKAGES]; /* -1 where there is none */
	struct throttle_file {
		unsigned file, package;
	} files[];
};

static const char *throttle_path(unsigned cpu, const char *attribute)
{
	static char path[128];

	snprintf(path, sizeof(path), "sys/devices/system/cpu/cpu%u/thermal_throttle/%s", cpu, attribute);
	return path;
}

static struct signal throttles(const char *name, const char *scope)
{
	return (struct signal){ .name = name, .role = "throttle", .scope = scope, .unit = "count", .kind = SIGNAL_COUNTER };
}

static void probe_package(struct machine *machine, struct throttle *throttle, const struct cpu *cpu)
{
	const char *path = throttle_path(cpu->id, "package_throttle_count");
	char name[40], scope[24];

	if (cpu->package < 0 || cpu->package >= PACKAGES || !sysfs_exists(machine->root, path))
		return;
	throttle->files[throttle->count++] = (struct throttle_file){ polled_file_add(machine, path), (unsigned)cpu->package };
	if (throttle->package_signal[cpu->package] >= 0)
		return;
	snprintf(scope, sizeof(scope), "package%d", cpu->package);
	snprintf(name, sizeof(name), "%s.throttles", scope);
	throttle->package_signal[cpu->package] = (int)signal_add(machine, throttles(name, scope));
}

static void probe_core(struct machine *machine, const struct cpu *cpu, const char *path)
{
	char name[40], scope[24];

	snprintf(scope, sizeof(scope), "cpu%u", cpu->id);
	snprintf(name, sizeof(name), "%s.throttles", scope);
	channel_add(machine, channel_make(machine, FORM_COUNTER, path, signal_add(machine, throttles(name, scope)), 1), LANE_SLOW);
}

static void *probe(struct machine *machine)
{
	struct throttle *throttle = arena_zalloc(&machine->arena, sizeof(*throttle) + machine->cpu_count * sizeof(*throttle->files));
	bool found = false;

	for (unsigned i = 0; i < PACKAGES; i++)
		throttle->package_signal[i] = -1;
	for (unsigned i = 0; i < machine->cpu_count; i++) {
		const struct cpu *cpu = &machine->cpus[i];
		const char *path = throttle_path(cpu->id, "core_throttle_count");

		if (sysfs_exists(machine->root, path)) {
			probe_core(machine, cpu, path);
			found = true;
		}
		probe_package(machine, throttle, cpu);
	}
	if (!found)
		machine_missing(machine, "throttles", "no cpuN/thermal_throttle (Intel only)");
	return throttle;
}

static void read_packages(struct machine *machine, void *state, enum lane lane)
{
	struct throttle *throttle = state;
	int64_t greatest[PACKAGES];

	if (lane != LANE_SLOW)
		return;
	for (unsigned i = 0; i < PACKAGES; i++)
		greatest[i] = -1;
	for (unsigned i = 0; i < throttle->count; i++) {
		unsigned package = throttle->files[i].package;
		char text[SETTING_ROOM];
		int64_t count;

		if (polled_file_read(machine, throttle->files[i].file, text, sizeof(text)) > 0 && parse_number(text, &count) == 0 && count > greatest[package])
			greatest[package] = count;
	}
	for (unsigned i = 0; i < PACKAGES; i++) {
		int signal = throttle->package_signal[i];

		if (signal >= 0)
			machine->values[signal] = greatest[i] < 0 ? (double)NAN : counter_push(&machine->signals[signal].counter, (uint64_t)greatest[i], 0, machine->asleep_ns);
	}
}

const struct sensor_class throttle_sensor = { .name = "throttle", .probe = probe, .read = read_packages };
