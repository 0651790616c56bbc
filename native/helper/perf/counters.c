/* SPDX-License-Identifier: MIT */
/* perf events of each CPU. A read interrupts the CPU it is about, so one that was idle since the last read is left asleep. */
#include "machine/long_lived.h"
#include "busy/load.h"
#include "perf/perf.h"
#include "sensors/sensors.h"

#include <math.h>
#include <stdio.h>

enum { WORTH_READING_NS = 200000 };

struct counters {
	unsigned events;
	unsigned *first_signal; /* by position in machine->cpus */
	double *busy_then;
};

/* perf groups die with their CPU: it is told which went and which came since the last probe. */
static void tell_hotplug(struct machine *machine)
{
	struct kept *kept = machine->kept;
	struct cpuset online = { 0 };

	for (unsigned i = 0; i < machine->cpu_count; i++) {
		unsigned id = machine->cpus[i].id;

		if (machine->cpus[i].online)
			cpuset_add(&online, id);
		if (machine->cpus[i].online && !cpuset_has(&kept->online, id))
			perf_cpu_online(kept->perf, id);
		if (!machine->cpus[i].online && cpuset_has(&kept->online, id))
			perf_cpu_offline(kept->perf, id);
	}
	kept->online = online;
}

static void *probe(struct machine *machine)
{
	struct kept *kept = machine->kept;
	struct counters *counters;

	if (!machine->real_root) {
		machine_missing(machine, "counters", "perf counts on the running kernel, not on this tree");
		return NULL;
	}
	if (kept->perf_why[0])
		machine_missing(machine, "counters", "%s", kept->perf_why);
	if (!kept->perf)
		return NULL;
	tell_hotplug(machine);
	machine->counter_source = perf_hardware(kept->perf) ? "hardware" : "software";
	counters = arena_zalloc(&machine->arena, sizeof(*counters));
	counters->events = perf_event_count(kept->perf);
	counters->first_signal = arena_zalloc(&machine->arena, (machine->cpu_count + 1) * sizeof(unsigned));
	counters->busy_then = arena_zalloc(&machine->arena, (machine->cpu_count + 1) * sizeof(double));
	for (unsigned i = 0; i < machine->cpu_count; i++) {
		counters->first_signal[i] = machine->signal_count;
		counters->busy_then[i] = NAN;
		for (unsigned event = 0; event < counters->events; event++) {
			char name[64];

			snprintf(name, sizeof(name), "cpu%u.%s", machine->cpus[i].id, perf_event_name(kept->perf, event));
			signal_add(machine, name, "count", SIGNAL_COUNTER, BAND_NONE);
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
		perf_read(machine->kept->perf, id, counts);
		for (unsigned event = 0; event < counters->events; event++)
			machine->values[counters->first_signal[i] + event] = counts[event];
	}
}

const struct sensor_class counters_sensor = { .name = "counters", .probe = probe, .read = read_counters };
