/* SPDX-License-Identifier: MIT */
/*
 * An engine's requests, one a line, to a helper of a small machine. After each, every file holds what it held or what the machine offers, and whatever
 * is answered is JSON; when the engine is gone, every file is as it was.
 */
#include "base/bytes.h"
#include "base/monotonic.h"
#include "changes/baseline.h"
#include "changes/restore.h"
#include "changes/settle.h"
#include "core/helper.h"
#include "engine/engine.h"
#include "fuzz/fuzz.h"
#include "fuzz/tree.h"
#include "json/json_read.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "sampling/sample.h"

#include <fcntl.h>
#include <math.h>

#define POLICY "sys/devices/system/cpu/cpufreq/policy0"
#define RAPL "sys/class/powercap/intel-rapl:0"

/* Without newlines: this is how a restore leaves a plain file. */
static const struct tree_file files[] = {
	{ "sys/devices/system/cpu/online", "0" },
	{ "sys/devices/system/cpu/cpu0/topology/core_id", "0" },
	{ POLICY "/related_cpus", "0" },
	{ POLICY "/scaling_driver", "amd-pstate-epp" },
	{ POLICY "/scaling_governor", "powersave" },
	{ POLICY "/scaling_available_governors", "performance powersave" },
	{ POLICY "/energy_performance_preference", "balance_power" },
	{ POLICY "/energy_performance_available_preferences", "default performance balance_power power" },
	{ POLICY "/cpuinfo_min_freq", "400000" },
	{ POLICY "/cpuinfo_max_freq", "3000000" },
	{ POLICY "/scaling_min_freq", "400000" },
	{ POLICY "/scaling_max_freq", "3000000" },
	{ "sys/devices/system/cpu/cpufreq/boost", "1" },
	{ RAPL "/name", "package-0" },
	{ RAPL "/constraint_0_name", "long_term" },
	{ RAPL "/constraint_0_power_limit_uw", "15000000" },
	{ RAPL "/constraint_0_max_power_uw", "30000000" },
	{ "sys/firmware/acpi/platform_profile", "balanced" },
	{ "sys/firmware/acpi/platform_profile_choices", "low-power balanced performance" },
};
enum { CONTROLS_MOST = 16 };

static struct helper helper;
static struct tree tree;
static char runtime[256], found[CONTROLS_MOST][SETTING_ROOM];

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	tree_make(&tree, files, sizeof(files) / sizeof(*files));
	scratch_folder(runtime, "run");
	helper.options.root = tree.path;
	helper.root = tree.root;
	helper.epoch = 1;
	helper.listener = helper.epoll = -1;
	baseline_open(&helper.baseline, tree.root, runtime);
	helper.machine = machine_probe(tree.root, tree.path, false, &helper.sources, NULL);
	sampling_rates(&helper.sampling);
	sampling_reset(&helper.sampling, helper.machine);
	wire_open(&helper.wire, open("/dev/null", O_RDONLY), open("/dev/null", O_WRONLY));
	MUST(helper.machine->control_count == 7 && helper.machine->control_count <= CONTROLS_MOST);
	for (unsigned i = 0; i < helper.machine->control_count; i++)
		MUST(control_read(helper.machine, &helper.machine->controls[i], found[i]) == 0);
	return 0;
}

static void check_files(int as_found)
{
	for (unsigned i = 0; i < helper.machine->control_count; i++) {
		struct control *control = &helper.machine->controls[i];
		char now[SETTING_ROOM];

		MUST(control_read(helper.machine, control, now) == 0);
		if (strcmp(now, found[i]) == 0)
			continue;
		MUST(!as_found);
		if (strcmp(control->unit, "choice") == 0)
			MUST(choices_find(&control->choices, now) >= 0);
		else
			MUST(strtod(now, NULL) >= control->min && strtod(now, NULL) <= control->max);
		MUST(baseline_find(&helper.baseline, control->name));
	}
}

static void check_answers(void)
{
	struct wire *wire = &helper.wire;
	const char *why;

	MUST(!wire->broken);
	for (size_t at = 0; at < wire->queued.length;) {
		uint32_t length;

		memcpy(&length, wire->queued.data + at, sizeof(length));
		MUST(wire->queued.data[at + 4] != 'J' || json_read_object(wire->queued.data + at + FRAME_HEAD, length - 1, NULL, NULL, &why) == 0);
		at += sizeof(length) + length;
	}
	wire->queued.length = wire->sent = 0;
}

/* Time passes until nothing is under way: a restore holds requests back. */
static void pass_time(void)
{
	uint64_t later = monotonic_ns();

	for (unsigned turn = 0; turn < 10 && (helper.settling || helper.restoring.active); turn++) {
		later += (uint64_t)NS_PER_S;
		settle_run(&helper, later);
		restore_run(&helper, later);
	}
	MUST(!helper.settling && !helper.restoring.active);
}

static void ask(const char *line, size_t length)
{
	frame_append(&helper.wire.received, 'J', line, length);
	engine_handle(&helper);
	check_files(0);
	check_answers();
	if (helper.restoring.active || length % 2)
		pass_time();
	MUST(helper.wire.received.length == 0);
	MUST(helper.sampling.active_hz >= 1 && helper.sampling.active_hz <= 20 && helper.sampling.quiet_hz > 0 && helper.sampling.quiet_hz <= helper.sampling.active_hz);
	MUST(helper.sampling.batch_s >= 0 && helper.sampling.batch_s <= 60);
	MUST(!helper.lease_until || helper.lease_until <= monotonic_ns() + 60 * (uint64_t)NS_PER_S);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size), *line = text, *end = text + size;

	helper.greeted = true;
	while (line < end) {
		char *newline = memchr(line, '\n', (size_t)(end - line));
		size_t length = (size_t)((newline ? newline : end) - line);

		ask(line, length);
		line += length + 1;
	}
	if (restore_needed(&helper))
		restore_begin(&helper, "eof", false, 0);
	pass_time();
	check_files(1);
	check_answers();
	MUST(helper.baseline.count == 0 && !helper.lease_until);
	sampling_rates(&helper.sampling);
	free(text);
	return 0;
}
