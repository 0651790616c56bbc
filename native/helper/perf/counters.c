/* SPDX-License-Identifier: MIT */
/* A read interrupts the CPU that it reads. So a CPU that was idle since the last read is skipped and can go on sleeping. */
#include "perf/counters.h"

#include "base/arena.h"
#include "base/cpuset.h"
#include "busy/load.h"
#include "machine/channel.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "machine/sources.h"
#include "machine/topology.h"
#include "perf/perf.h"
#include "sensors/sensor.h"

#include <math.h>
#include <stdio.h>

enum { WORTH_READING_NS = 200000 };

struct counters {
	unsigned events;
	unsigned *first_signal; /* by position in machine->cpus */
	double *busy_then;
};

/* perf groups end when their CPU goes offline: tells perf which CPUs went and came since the last probe. */
static void tell_hotplug(struct machine *machine)
{
	struct sources *sources = machine->sources;
	struct cpuset online = { 0 };

	for (unsigned i = 0; i < machine->cpu_count; i++) {
		unsigned id = machine->cpus[i].id;

		if (machine->cpus[i].online)
			cpuset_add(&online, id);
		if (machine->cpus[i].online && !cpuset_has(&sources->online, id))
			perf_cpu_online(sources->perf, id);
		if (!machine->cpus[i].online && cpuset_has(&sources->online, id))
			perf_cpu_offline(sources->perf, id);
	}
	sources->online = online;
}

static void *probe(struct machine *machine)
{
	struct sources *sources = machine->sources;
	struct counters *counters;

	if (!machine->real_root) {
		machine_missing(machine, "counters", "perf counts on the running kernel, not on this tree");
		return NULL;
	}
	if (sources->perf_why[0])
		machine_missing(machine, "counters", "%s", sources->perf_why);
	if (!sources->perf)
		return NULL;
	tell_hotplug(machine);
	machine->counter_source = perf_hardware(sources->perf) ? "hardware" : "software";
	counters = arena_zalloc(&machine->arena, sizeof(*counters));
	counters->events = perf_event_count(sources->perf);
	counters->first_signal = arena_zalloc(&machine->arena, (machine->cpu_count + 1) * sizeof(unsigned));
	counters->busy_then = arena_zalloc(&machine->arena, (machine->cpu_count + 1) * sizeof(double));
	for (unsigned i = 0; i < machine->cpu_count; i++) {
		char name[64], scope[16];

		snprintf(scope, sizeof(scope), "cpu%u", machine->cpus[i].id);
		counters->first_signal[i] = machine->signal_count;
		counters->busy_then[i] = NAN;
		for (unsigned event = 0; event < counters->events; event++) {
			const char *role = perf_event_name(sources->perf, event);

			snprintf(name, sizeof(name), "%s.%s", scope, role);
			signal_add(machine, (struct signal){ .name = name, .role = role, .scope = scope, .unit = "count", .kind = SIGNAL_COUNTER });
		}
	}
	return counters;
}

static void read_counters(struct machine *machine, void *state, enum lane lane)
{
	struct counters *counters = state;

	if (lane != LANE_FAST)
		return;
	for (unsigned i = 0; i < machine->cpu_count; i++) {
		unsigned id = machine->cpus[i].id;
		double busy = machine->load ? machine->values[machine->load->first_signal[id]] : (double)NAN;
		double counts[PERF_MAX_EVENTS];

		if (busy - counters->busy_then[i] < WORTH_READING_NS)
			continue;
		counters->busy_then[i] = busy;
		perf_read(machine->sources->perf, id, counts);
		for (unsigned event = 0; event < counters->events; event++)
			machine->values[counters->first_signal[i] + event] = counts[event];
	}
}

const struct sensor_class counters_sensor = { .name = "counters", .probe = probe, .read = read_counters };
