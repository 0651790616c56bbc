/* SPDX-License-Identifier: MIT */
/* NVIDIA GPUs: found in sysfs, described and set by nvidia-smi in child processes. They outlive a description of the machine. */
#ifndef LATTICE_GPU_H
#define LATTICE_GPU_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { GPU_MOST = 16, GPU_CLOCKS_MOST = 512, GPU_WHY_ROOM = 192, GPU_ARGUMENT_ROOM = 160 };

enum gpu_job { GPU_IDLE, GPU_FACTS, GPU_CLOCKS, GPU_LIMIT_BEFORE, GPU_SET, GPU_LIMIT_AFTER };
enum gpu_setting_kind { GPU_MAX_CLOCK, GPU_POWER_LIMIT, GPU_SETTINGS };

/* One run of nvidia-smi. */
struct gpu_child {
	pid_t pid;
	int process, output; /* pidfd and pipe */
	char *text;
	size_t length;
	uint64_t kill_at;
	bool killed;
};

/* How a run ended: 0 or -errno, and why in words. */
struct gpu_outcome {
	int error;
	char why[GPU_WHY_ROOM];
};

/* A control's value on its way. Tickets number what was asked: all up to `done` have the outcome. */
struct gpu_setting {
	double ours;   /* what stands by our doing, in the control's unit; NaN: nothing */
	double wanted; /* by the newest ticket; NaN: as it was before us */
	double before; /* GPU_POWER_LIMIT: to be put back */
	uint64_t asked, started, done;
	uint64_t answer_by; /* when the newest ticket has waited long enough */
	struct gpu_outcome outcome;
};

struct gpu {
	char bus[16]; /* 0000:01:00.0 */
	char uuid[80], name[96];
	bool present; /* NVIDIA's driver has it */
	bool known;   /* nvidia-smi has described it */
	bool mig;
	char why[GPU_WHY_ROOM]; /* what keeps it from being known, or from being set */
	double clocks[GPU_CLOCKS_MOST]; /* kHz, ascending */
	unsigned clock_count;
	double power_limit, power_min, power_max; /* uW */
	struct gpu_setting settings[GPU_SETTINGS];
	enum gpu_job job;
	enum gpu_setting_kind setting; /* of GPU_SET and its readings */
	struct gpu_child child;
	uint64_t facts_at; /* when to ask (again) for its description, 0: not wanted */
	unsigned failures;
	bool without_mig; /* this driver has no MIG field */
};

struct gpus {
	char program[GPU_ARGUMENT_ROOM * 2]; /* nvidia-smi; empty when there is none */
	unsigned count;
	struct gpu items[GPU_MOST];
};
#endif
