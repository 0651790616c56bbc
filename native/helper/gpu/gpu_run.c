/* SPDX-License-Identifier: MIT */
/* One child for each GPU at a time, settings before descriptions. What takes too long is killed. */
#include "gpu/gpu_run.h"

#include "base/monotonic.h"
#include "core/helper.h"
#include "gpu/gpu.h"
#include "gpu/gpu_child.h"
#include "gpu/gpu_control.h"
#include "gpu/gpu_facts.h"
#include "gpu/gpu_scan.h"
#include "gpu/gpu_text.h"
#include "machine/sources.h"

#include <errno.h>
#include <stdio.h>

/* How soon to look again at a sleeping GPU that is not described yet. Reading its state does not wake it. */
static const uint64_t look_ns = 5 * (uint64_t)NS_PER_S;

static bool wants_setting(const struct gpu *gpu)
{
	for (unsigned kind = 0; kind < GPU_SETTINGS; kind++)
		if (gpu->settings[kind].started != gpu->settings[kind].asked)
			return true;
	return false;
}

static void start_next(struct helper *helper, unsigned index, uint64_t now)
{
	struct gpus *gpus = &helper->sources.gpus;
	struct gpu *gpu = &gpus->items[index];

	if (!gpus->program[0] || gpu->child.pid)
		return;
	if (wants_setting(gpu)) {
		gpu_control_start(helper, index);
	} else if (gpu->facts_at && now >= gpu->facts_at && !helper->ending) {
		if (gpu_asleep(helper->root, gpu)) {
			gpu->facts_at = now + look_ns;
			snprintf(gpu->why, sizeof(gpu->why), "it sleeps and is left asleep; it is described when it wakes");
		} else {
			gpu_facts_start(helper, index);
		}
	}
}

void gpu_run(struct helper *helper, uint64_t now)
{
	struct gpus *gpus = &helper->sources.gpus;

	for (unsigned i = 0; i < gpus->count; i++) {
		struct gpu_child *child = &gpus->items[i].child;

		if (child->pid && !child->killed && now >= child->kill_at)
			gpu_child_kill(child);
		start_next(helper, i, now);
	}
}

void gpu_event(struct helper *helper, unsigned index)
{
	struct gpus *gpus = &helper->sources.gpus;
	struct gpu *gpu = &gpus->items[index];
	struct gpu_outcome outcome;
	int status;

	if (index >= gpus->count || !gpu->child.pid || !gpu_child_take(helper, &gpu->child, &status))
		return;
	outcome = gpu_outcome_of(gpu->child.text, status);
	if (gpu_child_babbles(&gpu->child))
		outcome = (struct gpu_outcome){ .error = -EBADMSG, .why = "nvidia-smi printed more than 256 KiB and was killed" };
	else if (gpu->child.killed)
		outcome = (struct gpu_outcome){ .error = -ETIMEDOUT, .why = "nvidia-smi did not end and was killed" };
	if (gpu->job == GPU_FACTS || gpu->job == GPU_CLOCKS)
		gpu_facts_done(helper, index, outcome);
	else
		gpu_control_done(helper, index, outcome);
	start_next(helper, index, monotonic_ns());
}

uint64_t gpu_due(const struct helper *helper)
{
	const struct gpus *gpus = &helper->sources.gpus;
	uint64_t due = 0;

	for (unsigned i = 0; i < gpus->count && gpus->program[0]; i++) {
		const struct gpu *gpu = &gpus->items[i];
		uint64_t next = !gpu->child.pid ? gpu->facts_at : gpu->child.killed ? 0 : gpu->child.kill_at;

		if (next && (!due || next < due))
			due = next;
	}
	return due;
}

bool gpu_described(const struct helper *helper)
{
	const struct gpus *gpus = &helper->sources.gpus;

	for (unsigned i = 0; i < gpus->count && gpus->program[0]; i++)
		if (gpus->items[i].child.pid || gpus->items[i].facts_at == 1)
			return false;
	return true;
}

void gpu_poll(struct helper *helper)
{
	gpu_run(helper, monotonic_ns());
	for (unsigned i = 0; i < helper->sources.gpus.count; i++)
		gpu_event(helper, i);
}
