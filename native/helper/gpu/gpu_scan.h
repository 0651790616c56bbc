/* SPDX-License-Identifier: MIT */
/* GPUs as sysfs shows them. */
#ifndef LATTICE_GPU_SCAN_H
#define LATTICE_GPU_SCAN_H
#include "sensors/sensor.h"

#include <stdbool.h>
#include <stdint.h>

struct gpu;
struct gpus;

/* Updates the list from sysfs; a GPU keeps its number as long as the helper runs. */
void gpu_scan(struct machine *machine);
bool gpu_asleep(int root, const struct gpu *gpu);
uint64_t gpu_fingerprint(int root, const struct gpus *gpus);

extern const struct sensor_class gpu_sensor;
#endif
