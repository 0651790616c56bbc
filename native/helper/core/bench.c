/* SPDX-License-Identifier: MIT */
/* The time of a full sample against the time of reading the same files only: medians of N. */
#include "core/bench.h"

#include "base/memory.h"
#include "base/monotonic.h"
#include "busy/load.h"
#include "core/helper.h"
#include "json/json_write.h"
#include "machine/channel.h"
#include "machine/machine.h"
#include "machine/polled_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int by_size(const void *one, const void *other)
{
	double a = *(const double *)one, b = *(const double *)other;

	return a < b ? -1 : a > b;
}

static double median(double *values, unsigned count)
{
	qsort(values, count, sizeof(*values), by_size);
	return values[count / 2];
}

static void bare_reads(const struct machine *machine, char *text, size_t room)
{
	for (unsigned i = 0; i < machine->file_count; i++) {
		bool whole = machine->load && machine->load->stat && machine->load->stat_file == i;

		if (machine->files[i].file >= 0)
			(void)!pread(machine->files[i].file, text, whole ? room : SETTING_ROOM, 0);
	}
}

static void report(const struct machine *machine, double sample_ns, double bare_ns, unsigned reads)
{
	struct json json = { .pretty = true };

	json_open(&json, NULL, '{');
	json_number(&json, "sample_ns", sample_ns);
	json_number(&json, "pread_ns", bare_ns);
	json_number(&json, "ratio", sample_ns / bare_ns);
	json_number(&json, "preads", reads);
	json_number(&json, "cpus", machine->cpu_count);
	json_number(&json, "signals", machine->signal_count);
	json_string(&json, "busy", machine->busy_source);
	json_string(&json, "counters", machine->counter_source);
	json_close(&json, '}');
	puts(json.text);
	json_free(&json);
}

int helper_bench(struct helper *helper)
{
	unsigned samples = helper->options.bench_samples, reads = 0;
	double *full = must_alloc(samples * sizeof(*full)), *bare = must_alloc(samples * sizeof(*bare));
	struct machine *machine = helper->machine;
	size_t room = machine->load ? machine->load->room + SETTING_ROOM : SETTING_ROOM;
	char *text = must_alloc(room);

	machine_read(machine, true);
	for (unsigned i = 0; i < machine->file_count; i++)
		reads += machine->files[i].file >= 0;
	/* In turn, so that a change of the machine's speed affects both. */
	for (unsigned i = 0; i < samples; i++) {
		uint64_t start = monotonic_ns(), middle;

		machine_read(machine, true);
		middle = monotonic_ns();
		bare_reads(machine, text, room);
		full[i] = (double)(middle - start);
		bare[i] = (double)(monotonic_ns() - middle);
	}
	report(machine, median(full, samples), median(bare, samples), reads);
	free(full);
	free(bare);
	free(text);
	return 0;
}
