/* SPDX-License-Identifier: MIT */
/* /proc/stat as the source of busy time: ticks of 10 ms, good for shares over 50 ms and more. */
#include "busy/procstat.h"

#include "base/monotonic.h"
#include "busy/bunching.h"
#include "busy/load.h"
#include "machine/counter.h"
#include "machine/machine.h"
#include "machine/polled_file.h"
#include "machine/signal.h"
#include "machine/topology.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* User, nice, system, irq, softirq and steal; not idle and iowait. Guest time is part of user and nice already. */
static const unsigned char busy_field[] = { 1, 1, 1, 0, 0, 1, 1, 1 };
enum { TICK_NS = 10000000, LADDER_40 = 4, LADDER_80 = 5 };

static const char *read_unsigned(const char *text, uint64_t *number)
{
	while (*text == ' ')
		text++;
	*number = 0;
	while (*text >= '0' && *text <= '9')
		*number = *number * 10 + (uint64_t)(*text++ - '0');
	return text;
}

static const char *read_line(struct machine *machine, struct load *load, const char *text)
{
	uint64_t cpu, field, busy = 0;
	const char *end;

	text = read_unsigned(text + 3, &cpu);
	for (unsigned i = 0; i < sizeof(busy_field); i++) {
		text = read_unsigned(text, &field);
		if (busy_field[i])
			busy += field;
	}
	if (cpu < machine->cpu_span && load->known[cpu]) {
		struct counter *counter = &machine->signals[load->first_signal[cpu]].counter;

		load->stat[cpu].busy_ns = counter_push(counter, busy, 0, machine->asleep_ns) * TICK_NS;
	}
	end = strchr(text, '\n');
	return end ? end + 1 : text + strlen(text);
}

static void read_text(struct machine *machine, struct load *load)
{
	const char *text = load->text;

	for (unsigned cpu = 0; cpu < machine->cpu_span; cpu++)
		load->stat[cpu].busy_ns = NAN;
	if (polled_file_read(machine, load->stat_file, load->text, load->room) < 0)
		return;
	/* The first line is the sum of all CPUs. */
	text = strchr(text, '\n');
	while (text && *++text == 'c' && text[1] == 'p' && text[2] == 'u')
		text = read_line(machine, load, text) - 1;
}

void procstat_read(struct machine *machine, struct load *load)
{
	read_text(machine, load);
	for (unsigned i = 0; i < machine->cpu_count; i++) {
		unsigned id = machine->cpus[i].id;
		double *value = &machine->values[load->first_signal[id]];

		value[0] = load->stat[id].busy_ns;
		value[LADDER_40] = bunching_value(&load->stat[id].rung40);
		value[LADDER_80] = bunching_value(&load->stat[id].rung80);
	}
}

bool ladder_wanted(const struct machine *machine)
{
	return machine->load && machine->load->stat;
}

void ladder_rung(struct machine *machine)
{
	struct load *load = machine->load;
	uint64_t now = monotonic_ns();
	double elapsed = (double)(now - load->rung_started_ns);
	bool broken = fabs(elapsed - RUNG_MS * NS_PER_MS) > RUNG_MS * NS_PER_MS / 2;

	read_text(machine, load);
	for (unsigned cpu = 0; cpu < machine->cpu_span; cpu++) {
		struct stat_cpu *stat = &load->stat[cpu];
		double share = broken ? (double)NAN : (stat->busy_ns - stat->rung_start_ns) / elapsed;

		if (share > 1)
			share = 1;
		bunching_push(&stat->rung40, share);
		if (isnan(stat->half) || isnan(share)) {
			if (isnan(share))
				bunching_push(&stat->rung80, NAN);
			stat->half = share;
		} else {
			bunching_push(&stat->rung80, (stat->half + share) / 2);
			stat->half = NAN;
		}
		stat->rung_start_ns = stat->busy_ns;
	}
	load->rung_started_ns = now;
}
