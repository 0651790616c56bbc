/* SPDX-License-Identifier: MIT */
/* Adds the signals of busy time and bunching, and reads them from the BPF program when there is one. Idle residency and perf's task-clock do not
 * replace it: both are wrong about some of the time. */
#include "busy/load.h"

#include "base/arena.h"
#include "base/monotonic.h"
#include "busy/bunching.h"
#include "busy/busy.h"
#include "busy/procstat.h"
#include "machine/channel.h"
#include "machine/machine.h"
#include "machine/polled_file.h"
#include "machine/signal.h"
#include "machine/sources.h"
#include "machine/topology.h"
#include "sensors/sensor.h"

#include <stdio.h>
#include <string.h>

enum { STAT_LINE = 224, STAT_REST = 64 * 1024 };

static void announce(struct machine *machine, struct load *load)
{
	for (unsigned i = 0; i < machine->cpu_count; i++) {
		unsigned id = machine->cpus[i].id;
		char name[64], scope[16];

		snprintf(scope, sizeof(scope), "cpu%u", id);
		snprintf(name, sizeof(name), "%s.busy", scope);
		load->first_signal[id] = signal_add(machine, (struct signal){
			.name = name, .role = "busy", .scope = scope, .unit = "ns", .kind = SIGNAL_COUNTER, .band = BAND_BUSY,
		});
		load->known[id] = true;
		for (unsigned ladder = 0; ladder < BUSY_LADDERS; ladder++) {
			snprintf(name, sizeof(name), "%s.bunching.%ums", scope, 5u << ladder);
			signal_add(machine, (struct signal){
				.name = name, .role = "bunching", .scope = scope, .unit = "ratio", .kind = SIGNAL_GAUGE, .band = BAND_BUNCHING,
			});
		}
	}
}

static void use_procstat(struct machine *machine, struct load *load)
{
	const char *why = machine->real_root || machine->sources->kernel_busy ? machine->sources->busy_why : "BPF observes the running kernel, not this tree";

	load->stat = arena_zalloc(&machine->arena, (machine->cpu_span + 1) * sizeof(*load->stat));
	for (unsigned cpu = 0; cpu < machine->cpu_span; cpu++) {
		bunching_init(&load->stat[cpu].rung40);
		bunching_init(&load->stat[cpu].rung80);
	}
	load->room = STAT_REST + (size_t)machine->cpu_span * STAT_LINE;
	load->text = arena_zalloc(&machine->arena, load->room);
	load->stat_file = polled_file_add(machine, "proc/stat");
	machine->busy_source = "proc_stat";
	machine_missing(machine, "busy.bpf", "%s; /proc/stat is used: 10 ms steps, ladders of 40 and 80 ms only", why);
}

static void *probe(struct machine *machine)
{
	struct load *load = arena_zalloc(&machine->arena, sizeof(*load));
	char text[8];

	sources_open(machine);
	load->first_signal = arena_zalloc(&machine->arena, (machine->cpu_span + 1) * sizeof(*load->first_signal));
	load->known = arena_zalloc(&machine->arena, (machine->cpu_span + 1) * sizeof(*load->known));
	machine->load = load;
	if (machine->sources->busy)
		machine->busy_source = "bpf";
	else if (machine->cpu_span)
		use_procstat(machine, load);
	announce(machine, load);
	if (!load->stat && strcmp(machine->busy_source, "bpf") != 0) {
		machine_missing(machine, "busy", "/sys/devices/system/cpu names no CPU");
		return NULL;
	}
	if (load->stat && polled_file_read(machine, load->stat_file, text, sizeof(text)) < 0) {
		machine->busy_source = "none";
		machine_missing(machine, "busy", "/proc/stat cannot be read");
		load->stat = NULL;
		return NULL;
	}
	return load;
}

static void read_bpf(struct machine *machine, struct load *load)
{
	const struct busy *busy = machine->sources->busy;

	busy_read(machine->sources->busy, monotonic_ns());
	for (unsigned i = 0; i < machine->cpu_count; i++) {
		unsigned id = machine->cpus[i].id;
		double *value = &machine->values[load->first_signal[id]];

		*value++ = (double)busy_ns(busy, id);
		for (unsigned ladder = 0; ladder < BUSY_LADDERS; ladder++)
			*value++ = busy_bunching(busy, id, ladder);
	}
}

static void read_load(struct machine *machine, void *state, enum lane lane)
{
	struct load *load = state;

	if (lane != LANE_FAST)
		return;
	if (load->stat)
		procstat_read(machine, load);
	else
		read_bpf(machine, load);
}

const struct sensor_class load_sensor = { .name = "load", .probe = probe, .read = read_load };
