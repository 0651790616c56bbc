/* SPDX-License-Identifier: MIT */
/*
 * What a request or a restore asks of a GPU gets a ticket (gpu_control.c). When the ticket is done, its outcome goes into the change. The baseline is on
 * disk before nvidia-smi is started.
 */
#include "gpu/gpu_change.h"

#include "changes/baseline.h"
#include "changes/changes.h"
#include "core/helper.h"
#include "gpu/gpu.h"
#include "gpu/gpu_control.h"
#include "gpu/gpu_scan.h"
#include "machine/control.h"
#include "machine/sources.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int keep_before(struct helper *helper, const struct control *control, struct gpu_setting *setting)
{
	const struct baseline_entry *entry = baseline_find(&helper->baseline, control->name);

	if (control->role == ROLE_GPU_CLOCK)
		return entry ? 0 : baseline_add_value(&helper->baseline, control->name, UNLIMITED, true);
	if (entry)
		setting->before = strtod(entry->setting, NULL);
	return 0;
}

bool gpu_apply(struct helper *helper, struct changes *changes)
{
	struct gpus *gpus = &helper->sources.gpus;
	bool began = false;

	for (unsigned i = 0; i < changes->count; i++) {
		struct change *change = &changes->items[i];
		const struct control *control = change->error ? NULL : control_find(helper->machine, change->name);
		double wanted = strtod(change->wanted, NULL);
		struct gpu_setting *setting;
		struct gpu *gpu;
		unsigned index;
		int error;

		if (!control || control->gpu < 0)
			continue;
		setting = gpu_setting_of(gpus, change->name, &index);
		gpu = &gpus->items[index];
		if (isnan(setting->ours) && setting->started == setting->asked && wanted == gpu_value(gpu, control->role == ROLE_GPU_CLOCK ? GPU_MAX_CLOCK : GPU_POWER_LIMIT))
			continue;
		error = keep_before(helper, control, setting);
		if (error) {
			change_refuse(change, error, "the baseline cannot be saved in %s (%s), so nothing is set", helper->baseline.directory, strerror(-error));
		} else if (gpu_asleep(helper->root, gpu)) {
			change_refuse(change, -EAGAIN, "it sleeps, and setting it would wake it");
		} else {
			change->ticket = gpu_ask(helper, index, control->role == ROLE_GPU_CLOCK ? GPU_MAX_CLOCK : GPU_POWER_LIMIT, wanted);
			began = true;
		}
	}
	return began;
}

bool gpu_restore(struct helper *helper, struct change *change)
{
	struct gpus *gpus = &helper->sources.gpus;
	unsigned index;
	struct gpu_setting *setting = gpu_setting_of(gpus, change->name, &index);
	enum gpu_setting_kind kind;

	if (!setting) {
		if (sscanf(change->name, "gpu%u.", &index) == 1)
			change_refuse(change, -ENODEV, "the GPU has gone, and its settings with it");
		return change->error == -ENODEV && sscanf(change->name, "gpu%u.", &index) == 1;
	}
	if (change->ticket || change->error)
		return true;
	kind = setting == &gpus->items[index].settings[GPU_POWER_LIMIT] ? GPU_POWER_LIMIT : GPU_MAX_CLOCK;
	change->gpu = true;
	if (!gpus->program[0])
		change_refuse(change, -ENOENT, "nvidia-smi is not installed any more");
	else if (!gpus->items[index].present)
		change_refuse(change, -ENODEV, "its driver has gone, and its settings with it");
	else if (kind == GPU_POWER_LIMIT && !(strtod(change->wanted, NULL) > 0))
		change_refuse(change, -EINVAL, "the baseline holds no value of this control");
	if (change->error)
		return true;
	if (kind == GPU_POWER_LIMIT)
		setting->before = strtod(change->wanted, NULL);
	change->ticket = gpu_ask(helper, index, kind, NAN);
	return true;
}

/* Has nobody answered for this ticket yet? When it is over, its outcome goes into the change. */
static bool pending_one(const struct gpus *gpus, struct change *change, uint64_t now)
{
	unsigned index;
	const struct gpu_setting *setting = change->ticket ? gpu_setting_of(gpus, change->name, &index) : NULL;

	if (!setting)
		return false;
	if (setting->done < change->ticket && now < setting->answer_by)
		return true;
	if (setting->done < change->ticket)
		change_refuse(change, -ETIMEDOUT, "nvidia-smi has not ended yet: the GPU hangs, or its driver is being loaded");
	else if (setting->outcome.error)
		change_refuse(change, setting->outcome.error, "%s", setting->outcome.why);
	change->ticket = 0;
	return false;
}

bool gpu_changes_pending(struct changes *changes, const struct helper *helper, uint64_t now)
{
	bool pending = false;

	for (unsigned i = 0; i < changes->count; i++)
		pending |= pending_one(&helper->sources.gpus, &changes->items[i], now);
	return pending;
}
