/* SPDX-License-Identifier: MIT */
/* Finds GPUs, and adds their controls or why there are none. Nothing here wakes a GPU that sleeps. */
#include "gpu/gpu_scan.h"

#include "base/fnv.h"
#include "base/sysfs.h"
#include "gpu/gpu.h"
#include "machine/channel.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/sources.h"
#include "sensors/sensor.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PCI "sys/bus/pci/devices"

static bool reads(int root, const char *bus, const char *attribute, const char *beginning)
{
	char path[96], text[64];

	snprintf(path, sizeof(path), PCI "/%.15s/%s", bus, attribute);
	return sysfs_read(root, path, text, sizeof(text)) > 0 && strncmp(text, beginning, strlen(beginning)) == 0;
}

/* The name of the driver that has the device; empty for none. */
static void driver_of(int root, const char *bus, char *driver, size_t room)
{
	char path[96], target[256];
	ssize_t length;
	const char *name;

	snprintf(path, sizeof(path), PCI "/%.15s/driver", bus);
	length = readlinkat(root, path, target, sizeof(target) - 1);
	target[length > 0 ? length : 0] = '\0';
	name = strrchr(target, '/');
	snprintf(driver, room, "%.31s", name ? name + 1 : target);
}

bool gpu_asleep(int root, const struct gpu *gpu)
{
	return reads(root, gpu->bus, "power/runtime_status", "suspend");
}

uint64_t gpu_fingerprint(int root, const struct gpus *gpus)
{
	uint64_t hash = gpus->count;
	char driver[32];

	for (unsigned i = 0; i < gpus->count; i++) {
		driver_of(root, gpus->items[i].bus, driver, sizeof(driver));
		hash = fnv_add(hash, driver, strlen(driver)) * 31 + 7;
	}
	return hash;
}

static struct gpu *find_or_add(struct gpus *gpus, const char *bus)
{
	struct gpu *gpu;

	for (unsigned i = 0; i < gpus->count; i++)
		if (strcmp(gpus->items[i].bus, bus) == 0)
			return &gpus->items[i];
	if (gpus->count == GPU_MOST)
		return NULL;
	gpu = &gpus->items[gpus->count++];
	*gpu = (struct gpu){ .child = { .process = -1, .output = -1 } };
	snprintf(gpu->bus, sizeof(gpu->bus), "%.15s", bus);
	for (unsigned i = 0; i < GPU_SETTINGS; i++)
		gpu->settings[i].ours = gpu->settings[i].before = NAN;
	return gpu;
}

/* When the driver is removed, all that was known and set is lost. */
static void driver_gone(struct gpu *gpu, const char *driver)
{
	gpu->present = gpu->known = false;
	gpu->facts_at = 0;
	if (*driver)
		snprintf(gpu->why, sizeof(gpu->why), "driver %s has it; nvidia-smi speaks only to NVIDIA's own", driver);
	else
		snprintf(gpu->why, sizeof(gpu->why), "NVIDIA's driver is not loaded for it (apt-get install nvidia-driver)");
}

void gpu_scan(struct machine *machine)
{
	struct gpus *gpus = &machine->sources->gpus;
	struct listing devices = sysfs_list(machine->root, PCI, "", &machine->arena);
	bool seen[GPU_MOST] = { false };

	for (unsigned i = 0; i < devices.count; i++) {
		const char *bus = devices.names[i];
		char driver[32];
		struct gpu *gpu;

		if (strlen(bus) > 15 || !reads(machine->root, bus, "vendor", "0x10de") || !reads(machine->root, bus, "class", "0x03"))
			continue;
		gpu = find_or_add(gpus, bus);
		if (!gpu)
			continue;
		seen[gpu - gpus->items] = true;
		driver_of(machine->root, bus, driver, sizeof(driver));
		if (strcmp(driver, "nvidia") != 0) {
			driver_gone(gpu, driver);
		} else if (!gpu->present) {
			gpu->present = true;
			gpu->failures = 0;
			gpu->facts_at = 1;
			snprintf(gpu->why, sizeof(gpu->why), "nvidia-smi has not described it yet");
		}
	}
	for (unsigned i = 0; i < gpus->count; i++)
		if (!seen[i])
			driver_gone(&gpus->items[i], "");
}

static const char *why_not_set(const struct machine *machine, const struct gpu *gpu)
{
	if (machine->read_only)
		return "the helper runs with --read-only";
	if (machine->real_root && geteuid() != 0)
		return "NVIDIA's driver asks for CAP_SYS_ADMIN: run the helper as root";
	return gpu->why[0] ? gpu->why : NULL;
}

static void add_controls(struct machine *machine, unsigned index)
{
	struct gpu *gpu = &machine->sources->gpus.items[index];
	const char *why = why_not_set(machine, gpu);
	struct control *control;
	char name[32];

	if (gpu->clock_count) {
		snprintf(name, sizeof(name), "gpu%u.max_clock", index);
		control = control_add_gpu(machine, name, "kHz", ROLE_GPU_CLOCK, (int)index, why);
		control->min = gpu->clocks[0];
		control->max = gpu->clocks[gpu->clock_count - 1];
	}
	if (isfinite(gpu->power_min) && isfinite(gpu->power_max) && isfinite(gpu->power_limit)) {
		snprintf(name, sizeof(name), "gpu%u.power_limit", index);
		control = control_add_gpu(machine, name, "uW", ROLE_GPU_POWER, (int)index, why);
		control->min = gpu->power_min;
		control->max = gpu->power_max;
	}
}

static void *probe(struct machine *machine)
{
	struct gpus *gpus = &machine->sources->gpus;
	char name[16];

	gpu_scan(machine);
	for (unsigned i = 0; i < gpus->count; i++) {
		struct gpu *gpu = &gpus->items[i];

		snprintf(name, sizeof(name), "gpu%u", i);
		if (!gpus->program[0] && gpu->present)
			machine_missing(machine, name, "nvidia-smi is not installed: an NVIDIA GPU is here, and it is neither measured nor governed");
		else if (!gpu->known)
			machine_missing(machine, name, "%s: %s", gpu->bus, gpu->why);
		if (gpu->known)
			add_controls(machine, i);
		if (gpu->known && !gpu->clock_count)
			machine_missing(machine, name, "%s: nvidia-smi lists no clocks that could be set%s%s", gpu->name, gpu->why[0] ? ": " : "", gpu->why);
	}
	return gpus->count ? gpus : NULL;
}

static void read_settings(struct machine *machine, void *state, enum lane lane)
{
	char now[SETTING_ROOM];

	(void)state;
	for (unsigned i = 0; lane == LANE_SLOW && i < machine->control_count; i++)
		if (machine->controls[i].gpu >= 0)
			control_read(machine, &machine->controls[i], now);
}

const struct sensor_class gpu_sensor = { .name = "gpu", .probe = probe, .read = read_settings };
