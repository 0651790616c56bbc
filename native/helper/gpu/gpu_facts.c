/* SPDX-License-Identifier: MIT */
/* One call gives identity, power range and MIG, a second one the clocks. Asked once, and again after a failure or with another driver. */
#include "gpu/gpu_facts.h"

#include "base/monotonic.h"
#include "core/helper.h"
#include "core/rescan.h"
#include "gpu/gpu.h"
#include "gpu/gpu_child.h"
#include "gpu/gpu_control.h"
#include "gpu/gpu_text.h"
#include "machine/sources.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t patience_ns = 30 * (uint64_t)NS_PER_S;
static const double retry_s[] = { 2, 5, 15, 60, 300 };
enum { RETRIES = sizeof(retry_s) / sizeof(*retry_s) };

static const char with_mig[] = "--query-gpu=uuid,power.limit,power.min_limit,power.max_limit,mig.mode.current,name";
static const char before_mig[] = "--query-gpu=uuid,power.limit,power.min_limit,power.max_limit,index,name";
static const char clocks[] = "--query-supported-clocks=memory,graphics", format[] = "--format=csv,noheader,nounits";

static void start(struct helper *helper, unsigned index, enum gpu_job job)
{
	struct gpu *gpu = &helper->sources.gpus.items[index];
	const char *query = job == GPU_CLOCKS ? clocks : gpu->without_mig ? before_mig : with_mig;
	const char *arguments[] = { "-i", gpu->bus, query, format, NULL };

	gpu->job = gpu_child_start(helper, index, arguments, true, patience_ns) < 0 ? GPU_IDLE : job;
}

void gpu_facts_start(struct helper *helper, unsigned index)
{
	struct gpu *gpu = &helper->sources.gpus.items[index];

	gpu->facts_at = 0;
	start(helper, index, GPU_FACTS);
	if (gpu->job == GPU_IDLE)
		gpu->facts_at = monotonic_ns() + patience_ns;
}

static double microwatts(const char *field)
{
	return round(gpu_number(field) * 1e6);
}

/* A virtual GPU is named after its profile: GRID T4-8Q, NVIDIA A16-4Q. */
static bool is_vgpu(const char *name)
{
	const char *dash = strrchr(name, '-');
	size_t digits = dash ? strspn(dash + 1, "0123456789") : 0;

	return digits && dash[1 + digits] && strchr("QABC", dash[1 + digits]);
}

static bool take_facts(struct gpu *gpu)
{
	char *row = gpu->child.text, *uuid = gpu_field(&row), *mig;

	if (strncmp(uuid, "GPU-", 4) != 0 && strncmp(uuid, "MIG-", 4) != 0)
		return false;
	snprintf(gpu->uuid, sizeof(gpu->uuid), "%.79s", uuid);
	gpu->power_limit = microwatts(gpu_field(&row));
	gpu->power_min = microwatts(gpu_field(&row));
	gpu->power_max = microwatts(gpu_field(&row));
	mig = gpu_field(&row);
	gpu->mig = strcmp(mig, "Enabled") == 0;
	row[strcspn(row, "\n")] = '\0';
	snprintf(gpu->name, sizeof(gpu->name), "%.95s", gpu_field(&row));
	gpu->why[0] = '\0';
	if (gpu->mig)
		snprintf(gpu->why, sizeof(gpu->why), "MIG is on: its instances share one clock, so it is left alone");
	else if (is_vgpu(gpu->name))
		snprintf(gpu->why, sizeof(gpu->why), "it is a virtual GPU: only its host may set clocks");
	return true;
}

static int ascending(const void *one, const void *other)
{
	double a = *(const double *)one, b = *(const double *)other;

	return (a > b) - (a < b);
}

/* Rows of `memory, graphics` in MHz: takes the graphics clocks of the highest memory clock. */
static void take_clocks(struct gpu *gpu)
{
	double most = -1;
	char *rest = gpu->child.text, *row;

	gpu->clock_count = 0;
	while ((row = strtok_r(rest, "\n", &rest)) != NULL) {
		double memory = gpu_number(gpu_field(&row)), graphics = gpu_number(gpu_field(&row));

		if (isnan(memory) || !(graphics > 0) || memory < most)
			continue;
		if (memory > most)
			gpu->clock_count = 0;
		most = memory;
		if (gpu->clock_count < GPU_CLOCKS_MOST)
			gpu->clocks[gpu->clock_count++] = graphics * 1000;
	}
	qsort(gpu->clocks, gpu->clock_count, sizeof(*gpu->clocks), ascending);
}

static void failed(struct gpu *gpu, const char *why)
{
	double wait_s = retry_s[gpu->failures < RETRIES ? gpu->failures : RETRIES - 1];

	gpu->failures++;
	gpu->facts_at = monotonic_ns() + (uint64_t)(wait_s * (double)NS_PER_S);
	snprintf(gpu->why, sizeof(gpu->why), "%.180s", why);
}

void gpu_facts_done(struct helper *helper, unsigned index, struct gpu_outcome outcome)
{
	struct gpu *gpu = &helper->sources.gpus.items[index];
	enum gpu_job job = gpu->job;

	gpu->job = GPU_IDLE;
	if (!gpu->present)
		return;
	if (job == GPU_FACTS && outcome.error == -ENOENT && strstr(gpu->child.text, "mig.mode") && !gpu->without_mig) {
		gpu->without_mig = true;
		gpu_facts_start(helper, index);
		return;
	}
	if (job == GPU_FACTS && !outcome.error && take_facts(gpu)) {
		start(helper, index, GPU_CLOCKS);
		return;
	}
	if (job == GPU_FACTS) {
		failed(gpu, outcome.error ? outcome.why : "nvidia-smi answered without a uuid");
	} else {
		/* Without the list the GPU is still measured. */
		gpu->clock_count = 0;
		if (!outcome.error)
			take_clocks(gpu);
		else if (!gpu->why[0])
			snprintf(gpu->why, sizeof(gpu->why), "%s", outcome.why);
		gpu->known = true;
		gpu->failures = 0;
		gpu_settings_lost(helper, index, "its driver was loaded anew");
	}
	rescan_soon(helper, 0);
}
