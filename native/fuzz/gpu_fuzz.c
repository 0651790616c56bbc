/* SPDX-License-Identifier: MIT */
/* What nvidia-smi printed, after two digits: which question it answers, and how it ended. No child is started: the next question fails instead. */
#include "changes/baseline.h"
#include "core/helper.h"
#include "fuzz/fuzz.h"
#include "fuzz/tree.h"
#include "gpu/gpu.h"
#include "gpu/gpu_child.h"
#include "gpu/gpu_control.h"
#include "gpu/gpu_facts.h"
#include "gpu/gpu_text.h"
#include "machine/sources.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>

static char folder[256];

int __wrap_gpu_child_start(struct helper *helper, unsigned index, const char *const *arguments, bool dies_with_us, uint64_t patience_ns);

/* The only values that become arguments: they are plain, and within what was listed. */
int __wrap_gpu_child_start(struct helper *helper, unsigned index, const char *const *arguments, bool dies_with_us, uint64_t patience_ns)
{
	const struct gpu *gpu = &helper->sources.gpus.items[index];

	(void)dies_with_us;
	MUST(patience_ns > 0);
	for (unsigned i = 0; arguments[i]; i++) {
		MUST(i < 8 && strlen(arguments[i]) < GPU_ARGUMENT_ROOM);
		if (i && strcmp(arguments[i - 1], "-pl") == 0)
			MUST(strtod(arguments[i], NULL) * 1e6 >= gpu->power_min - 1e4 && strtod(arguments[i], NULL) * 1e6 <= gpu->power_max + 1e4);
	}
	return -EAGAIN;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	scratch_folder(folder, "gpu");
	return 0;
}

static void check(const struct gpu *gpu)
{
	MUST(strnlen(gpu->uuid, sizeof(gpu->uuid)) < sizeof(gpu->uuid) && strnlen(gpu->name, sizeof(gpu->name)) < sizeof(gpu->name));
	MUST(strnlen(gpu->why, sizeof(gpu->why)) < sizeof(gpu->why));
	MUST(!gpu->uuid[0] || strncmp(gpu->uuid, "GPU-", 4) == 0 || strncmp(gpu->uuid, "MIG-", 4) == 0);
	MUST(gpu->clock_count <= GPU_CLOCKS_MOST);
	for (unsigned i = 0; i < gpu->clock_count; i++)
		MUST(gpu->clocks[i] > 0 && isfinite(gpu->clocks[i]) && (i == 0 || gpu->clocks[i] >= gpu->clocks[i - 1]));
	MUST(!isinf(gpu->power_limit) && !isinf(gpu->power_min) && !isinf(gpu->power_max));
}

static void play(struct helper *helper, char question, int status, char *text, size_t length)
{
	struct gpu *gpu = &helper->sources.gpus.items[0];
	struct gpu_outcome outcome = gpu_outcome_of(text, status);

	MUST(outcome.error <= 0 && strnlen(outcome.why, sizeof(outcome.why)) < sizeof(outcome.why));
	MUST(outcome.error == 0 || outcome.why[0]);
	MUST(status == 0 ? outcome.error == 0 : 1);
	for (const char *letter = outcome.why; *letter; letter++)
		MUST(isprint((unsigned char)*letter));
	gpu->child.text = text;
	gpu->child.length = length;
	gpu->setting = question == '3' ? GPU_MAX_CLOCK : GPU_POWER_LIMIT;
	gpu->job = (enum gpu_job[]){ GPU_FACTS, GPU_CLOCKS, GPU_LIMIT_BEFORE, GPU_SET, GPU_LIMIT_AFTER }[(unsigned)(question - '0') % 5];
	if (gpu->job == GPU_FACTS || gpu->job == GPU_CLOCKS)
		gpu_facts_done(helper, 0, outcome);
	else
		gpu_control_done(helper, 0, outcome);
	check(gpu);
	MUST(isnan(gpu_value(gpu, GPU_POWER_LIMIT)) || gpu->known);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct helper helper;
	struct gpu *gpu = &helper.sources.gpus.items[0];
	char *text;

	if (size < 2 || data[0] < '0')
		return 0;
	text = text_of(data + 2, size - 2);
	helper.wire.in = helper.wire.out = -1;
	helper.baseline = (struct baseline){ .directory = folder, .boot_id = "a" };
	helper.sources.gpus.count = 1;
	*gpu = (struct gpu){ .bus = "0000:01:00.0", .present = true, .known = data[1] % 2, .clocks = { 210000, 2100000 }, .clock_count = 2,
			     .power_limit = 320e6, .power_min = 150e6, .power_max = 400e6, .child = { .process = -1, .output = -1 } };
	for (unsigned kind = 0; kind < GPU_SETTINGS; kind++)
		gpu->settings[kind] = (struct gpu_setting){ .ours = NAN, .before = NAN, .wanted = kind == GPU_MAX_CLOCK ? 1200000 : 200e6 };
	/* The digit is the exit status; beyond it a signal. */
	play(&helper, (char)data[0], data[1] < '0' ? 9 : (data[1] - '0') << 8 & 0xff00, text, size - 2);
	baseline_free(&helper.baseline);
	free(text);
	return 0;
}
