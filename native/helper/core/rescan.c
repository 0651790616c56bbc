/* SPDX-License-Identifier: MIT */
/* After hotplug, a resume, a driver switch or an unknown word. The engine gets a new hello only if something in it changed. */
#include "core/rescan.h"

#include "base/fnv.h"
#include "base/monotonic.h"
#include "base/sysfs.h"
#include "changes/restore.h"
#include "changes/resume.h"
#include "core/helper.h"
#include "engine/hello.h"
#include "gpu/gpu_control.h"
#include "gpu/gpu_scan.h"
#include "machine/machine.h"
#include "machine/sources.h"
#include "machine/topology.h"
#include "sampling/sample.h"
#include "tunables/tunables.h"

#include <stdio.h>
#include <string.h>

static uint64_t mix_file(struct helper *helper, uint64_t hash, const char *path)
{
	char text[ATTRIBUTE_ROOM];

	if (sysfs_read(helper->root, path, text, sizeof(text)) < 0)
		strcpy(text, "?");
	return fnv_add(hash, text, strlen(text)) * 31;
}

static uint64_t online_cpus(struct helper *helper)
{
	return mix_file(helper, 0, "sys/devices/system/cpu/online");
}

static uint64_t fingerprint(struct helper *helper)
{
	const struct machine *machine = helper->machine;
	uint64_t hash = online_cpus(helper);
	char path[256];

	if (machine->policy_count) {
		snprintf(path, sizeof(path), "%s/scaling_driver", machine->policies[0].directory);
		hash = mix_file(helper, hash, path);
		/* A governor's module was loaded or removed. */
		snprintf(path, sizeof(path), "%s/scaling_available_governors", machine->policies[0].directory);
		hash = mix_file(helper, hash, path) * 31 + tunables_seen(machine);
	}
	/* Before 7.3 the kernel does not tell that a driver of the firmware's was loaded or removed. */
	hash = mix_file(helper, hash, "sys/firmware/acpi/platform_profile_choices");
	return hash * 31 + gpu_fingerprint(helper->root, &helper->sources.gpus);
}

bool hotplug_seen(struct helper *helper)
{
	uint64_t now = fingerprint(helper);
	bool changed = helper->fingerprint && now != helper->fingerprint;

	helper->fingerprint = now;
	return changed;
}

/* Events come in bursts, and a policy is busy for a while after its CPU came back. */
void rescan_soon(struct helper *helper, uint64_t delay_ns)
{
	uint64_t at = monotonic_ns() + delay_ns;

	if (!helper->rescan_at || at > helper->rescan_at || !delay_ns)
		helper->rescan_at = at;
}

static bool waits_for_policy(const struct helper *helper)
{
	return restore_needed(helper) && !helper->lease_until && !helper->restoring.active;
}

void rescan_run(struct helper *helper)
{
	const uint64_t online = online_cpus(helper);
	struct machine *old = helper->machine, *new = machine_probe(helper->root, helper->options.root, helper->options.read_only, &helper->sources, old);
	bool resumed = helper->resumed;

	helper->rescan_at = 0;
	helper->resumed = false;
	machine_carry(new, old, resumed);
	if (hello_signature(new) == helper->signature && !resumed) {
		machine_free(new);
	} else {
		if (helper->greeted)
			sample_flush(helper);
		helper->machine = new;
		helper->signature = hello_signature(new);
		machine_free(old);
		sampling_reset(&helper->sampling, new);
		if (helper->greeted)
			hello_send(helper);
	}
	hotplug_seen(helper);
	/* One more came or went while the others were described. */
	if (online_cpus(helper) != online)
		rescan_soon(helper, 500 * NS_PER_MS);
	if (resumed)
		resume_rewrite(helper);
	for (unsigned i = 0; resumed && i < helper->sources.gpus.count; i++)
		gpu_settings_lost(helper, i, "the machine slept");
	/* What could not be restored on an offline policy can be restored now. */
	if (waits_for_policy(helper))
		restore_begin(helper, "hotplug", false, 0);
}
