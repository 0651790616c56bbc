/* SPDX-License-Identifier: MIT */
/* --once prints the hello and one sample, for people and bug reports. --restore writes the baseline back without an engine, --restore-kept also what
 * was to be kept. None runs the loop, so they may sleep. */
#include "core/once.h"

#include "base/monotonic.h"
#include "changes/baseline.h"
#include "changes/changes.h"
#include "changes/changes_report.h"
#include "changes/kept.h"
#include "changes/restore.h"
#include "changes/settle.h"
#include "core/helper.h"
#include "core/rescan.h"
#include "engine/hello.h"
#include "gpu/gpu_run.h"
#include "json/json_write.h"
#include "machine/machine.h"
#include "machine/signal.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { GPU_STEPS = 1000 }; /* of 5 ms */
static const struct timespec between_reads = { .tv_nsec = 100 * NS_PER_MS }, settle_step = { .tv_nsec = 5 * NS_PER_MS };

static void write_sample(const struct machine *machine, struct json *json)
{
	json_open(json, "sample", '{');
	for (unsigned i = 0; i < machine->signal_count; i++) {
		const struct signal *signal = &machine->signals[i];
		double value = machine->values[i];

		if (signal->choices.count && !isnan(value))
			json_string(json, signal->name, signal->choices.words[(unsigned)value]);
		else
			json_number(json, signal->name, value);
	}
	json_close(json, '}');
}

static void describe_gpus(struct helper *helper)
{
	for (int i = 0; i < GPU_STEPS && !gpu_described(helper); i++) {
		gpu_poll(helper);
		nanosleep(&settle_step, NULL);
	}
	rescan_run(helper);
}

int helper_once(struct helper *helper)
{
	struct json json = { .pretty = true };

	describe_gpus(helper);
	machine_read(helper->machine, true);
	nanosleep(&between_reads, NULL);
	machine_read(helper->machine, true);
	json_open(&json, NULL, '{');
	json_open(&json, "hello", '{');
	hello_write(helper, &json);
	json_close(&json, '}');
	write_sample(helper->machine, &json);
	json_close(&json, '}');
	puts(json.text);
	json_free(&json);
	return fflush(stdout) == 0 ? 0 : 1;
}

int helper_restore(struct helper *helper)
{
	struct json json = { 0 };
	int failed = 0;

	if (helper->options.restore_kept)
		kept_release(&helper->baseline);
	if (!helper->baseline.count)
		return 0;
	restore_begin(helper, "start", false, 0);
	while (helper->restoring.active || helper->settling) {
		gpu_poll(helper);
		nanosleep(&settle_step, NULL);
		restore_run(helper, monotonic_ns());
		settle_run(helper, monotonic_ns());
	}
	for (unsigned i = 0; i < helper->start_results.count; i++) {
		const struct change *change = &helper->start_results.items[i];

		if (!change->error)
			continue;
		fprintf(stderr, "lattice-helper: --restore: %s = %s: %s\n", change->name, change->wanted, change->why);
		failed = 1;
	}
	json_open(&json, NULL, '{');
	changes_report(&helper->start_results, helper->machine, &json, "restored");
	if (kept_any(&helper->baseline))
		baseline_write(&helper->baseline, &json, "kept", true);
	json_close(&json, '}');
	puts(json.text);
	json_free(&json);
	changes_free(&helper->start_results);
	return failed;
}
