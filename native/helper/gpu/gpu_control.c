/* SPDX-License-Identifier: MIT */
/*
 * -lgc, -rgc and -pl with fixed arguments, values checked against what nvidia-smi listed, one child for each GPU. A lock cannot be read back: what
 * nvidia-smi confirmed counts. A power limit is read before the first change of it and after each.
 */
#include "gpu/gpu_control.h"

#include "base/monotonic.h"
#include "changes/baseline.h"
#include "changes/settle.h"
#include "core/helper.h"
#include "engine/reply.h"
#include "gpu/gpu.h"
#include "gpu/gpu_child.h"
#include "gpu/gpu_text.h"
#include "machine/channel.h"
#include "machine/sources.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* An engine waits 5 s for an answer. The child may take longer; its effect is then seen in the control's state. */
static const uint64_t answer_ns = 4 * (uint64_t)NS_PER_S, patience_ns = 30 * (uint64_t)NS_PER_S;

static const char *const names[] = { [GPU_MAX_CLOCK] = "max_clock", [GPU_POWER_LIMIT] = "power_limit" };

struct gpu_setting *gpu_setting_of(const struct gpus *gpus, const char *name, unsigned *index)
{
	char rest[16];

	if (sscanf(name, "gpu%u.%15s", index, rest) != 2 || *index >= gpus->count)
		return NULL;
	for (unsigned kind = 0; kind < GPU_SETTINGS; kind++)
		if (strcmp(rest, names[kind]) == 0)
			return (struct gpu_setting *)(uintptr_t)&gpus->items[*index].settings[kind];
	return NULL;
}

uint64_t gpu_ask(struct helper *helper, unsigned index, enum gpu_setting_kind kind, double value)
{
	struct gpu_setting *setting = &helper->sources.gpus.items[index].settings[kind];

	setting->wanted = value;
	setting->answer_by = monotonic_ns() + answer_ns;
	return ++setting->asked;
}

/* The only place where a value becomes an argument of nvidia-smi. */
static int start_set(struct helper *helper, unsigned index, enum gpu_setting_kind kind)
{
	struct gpu *gpu = &helper->sources.gpus.items[index];
	struct gpu_setting *setting = &gpu->settings[kind];
	/* A uuid never names another board. After a crash only the bus address is known. */
	const char *id = gpu->uuid[0] ? gpu->uuid : gpu->bus;
	double top = gpu->clock_count ? gpu->clocks[gpu->clock_count - 1] : NAN, least = gpu->clock_count ? gpu->clocks[0] : NAN;
	bool back = isnan(setting->wanted);
	char value[48];
	const char *lock[] = { "-i", id, "-eow", "-lgc", value, NULL }, *unlock[] = { "-i", id, "-eow", "-rgc", NULL };
	const char *limit[] = { "-i", id, "-eow", "-pl", value, NULL };

	if (kind == GPU_POWER_LIMIT) {
		double watts = (back ? setting->before : setting->wanted) / 1e6;

		if (!(watts > 0) || watts * 1e6 < gpu->power_min || watts * 1e6 > gpu->power_max)
			return -ERANGE;
		snprintf(value, sizeof(value), "%.2f", watts);
		return gpu_child_start(helper, index, limit, !back, patience_ns);
	}
	if (back || setting->wanted >= top)
		return gpu_child_start(helper, index, unlock, !back, patience_ns);
	if (!(setting->wanted >= least))
		return -ERANGE;
	snprintf(value, sizeof(value), "%.0f,%.0f", least / 1000, floor(setting->wanted / 1000));
	return gpu_child_start(helper, index, lock, true, patience_ns);
}

static int start_reading(struct helper *helper, unsigned index)
{
	const struct gpu *gpu = &helper->sources.gpus.items[index];
	const char *arguments[] = { "-i", gpu->uuid[0] ? gpu->uuid : gpu->bus, "--query-gpu=power.limit", "--format=csv,noheader,nounits", NULL };

	return gpu_child_start(helper, index, arguments, true, patience_ns);
}

static void finish(struct helper *helper, struct gpu_setting *setting, struct gpu_outcome outcome)
{
	setting->outcome = outcome;
	setting->done = setting->started;
	settle_wake(helper);
}

static void begin(struct helper *helper, unsigned index, enum gpu_job job)
{
	struct gpu *gpu = &helper->sources.gpus.items[index];
	struct gpu_outcome outcome = { 0 };

	gpu->job = job;
	outcome.error = job == GPU_SET ? start_set(helper, index, gpu->setting) : start_reading(helper, index);
	if (!outcome.error)
		return;
	gpu->job = GPU_IDLE;
	snprintf(outcome.why, sizeof(outcome.why), outcome.error == -ERANGE ? "it is outside what nvidia-smi lists" : "nvidia-smi cannot be started: %s", strerror(-outcome.error));
	finish(helper, &gpu->settings[gpu->setting], outcome);
}

void gpu_control_start(struct helper *helper, unsigned index)
{
	struct gpu *gpu = &helper->sources.gpus.items[index];

	for (enum gpu_setting_kind kind = 0; kind < GPU_SETTINGS; kind++) {
		struct gpu_setting *setting = &gpu->settings[kind];

		if (setting->started == setting->asked)
			continue;
		setting->started = setting->asked;
		gpu->setting = kind;
		begin(helper, index, kind == GPU_POWER_LIMIT && isnan(setting->before) ? GPU_LIMIT_BEFORE : GPU_SET);
		return;
	}
}

/* The first limit that is read is the one to restore: it is on disk before ours is set. */
static struct gpu_outcome remember_limit(struct helper *helper, unsigned index, double limit)
{
	struct gpu *gpu = &helper->sources.gpus.items[index];
	struct gpu_outcome outcome = { 0 };
	char control[32], text[SETTING_ROOM];

	snprintf(control, sizeof(control), "gpu%u.power_limit", index);
	snprintf(text, sizeof(text), "%.0f", limit);
	outcome.error = isnan(limit) ? -EINVAL : baseline_add_value(&helper->baseline, control, text, false);
	if (outcome.error)
		snprintf(outcome.why, sizeof(outcome.why), "its present value cannot be kept (%s), so it could not be put back", strerror(-outcome.error));
	else
		gpu->settings[GPU_POWER_LIMIT].before = limit;
	return outcome;
}

void gpu_control_done(struct helper *helper, unsigned index, struct gpu_outcome outcome)
{
	struct gpu *gpu = &helper->sources.gpus.items[index];
	struct gpu_setting *setting = &gpu->settings[gpu->setting];
	enum gpu_job job = gpu->job;
	double limit = NAN;

	gpu->job = GPU_IDLE;
	if (job != GPU_SET) {
		char *row = gpu->child.text;

		limit = round(gpu_number(gpu_field(&row)) * 1e6);
	}
	if (job == GPU_LIMIT_BEFORE && !outcome.error)
		outcome = remember_limit(helper, index, limit);
	if (job == GPU_LIMIT_BEFORE && !outcome.error) {
		begin(helper, index, GPU_SET);
		return;
	}
	if (job == GPU_SET && !outcome.error) {
		setting->ours = setting->wanted;
		if (gpu->setting == GPU_POWER_LIMIT) {
			begin(helper, index, GPU_LIMIT_AFTER);
			return;
		}
	}
	if (job == GPU_LIMIT_AFTER && isfinite(limit)) {
		gpu->power_limit = limit;
		if (isnan(setting->ours))
			setting->before = NAN;
	}
	finish(helper, setting, outcome);
}

double gpu_value(const struct gpu *gpu, enum gpu_setting_kind kind)
{
	double top = gpu->clock_count ? gpu->clocks[gpu->clock_count - 1] : NAN;

	if (!gpu->present || !gpu->known)
		return NAN;
	/* Somebody else may have set a lock too: it cannot be read. */
	if (kind == GPU_MAX_CLOCK)
		return isnan(gpu->settings[kind].ours) ? top : fmin(gpu->settings[kind].ours, top);
	return gpu->power_limit;
}

void gpu_settings_lost(struct helper *helper, unsigned index, const char *why)
{
	struct gpu *gpu = &helper->sources.gpus.items[index];
	char what[32], text[160];

	for (enum gpu_setting_kind kind = 0; kind < GPU_SETTINGS; kind++) {
		struct gpu_setting *setting = &gpu->settings[kind];

		if (isnan(setting->ours))
			continue;
		if (helper->lease_until && !helper->restoring.active)
			gpu_ask(helper, index, kind, setting->ours);
		snprintf(what, sizeof(what), "gpu%u.%s", index, names[kind]);
		snprintf(text, sizeof(text), "%s: it is set again", why);
		if (helper->greeted)
			reply_notice(helper, what, text);
	}
}
