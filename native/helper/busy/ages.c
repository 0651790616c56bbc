/* SPDX-License-Identifier: MIT */
/* With the total busy time these are the distribution of how long stretches last. No dead-band: they are read when something else is. */
#include "busy/ages.h"

#include "base/arena.h"
#include "bpf/busy_record.h"
#include "busy/busy.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "machine/sources.h"
#include "machine/topology.h"
#include "sensors/sensor.h"

#include <stdio.h>

struct ages {
	unsigned *first_signal; /* by place of the policy */
};

static unsigned announce(struct machine *machine, const struct policy *policy)
{
	unsigned first = machine->signal_count;
	char name[64], scope[24];

	snprintf(scope, sizeof(scope), "policy%u", policy->id);
	for (unsigned step = 0; step < BUSY_AGES; step++) {
		snprintf(name, sizeof(name), "%s.young_%ums", scope, 1u << step);
		signal_add(machine, (struct signal){ .name = name, .role = "young", .scope = scope, .unit = "ns", .kind = SIGNAL_COUNTER });
	}
	return first;
}

static void *probe(struct machine *machine)
{
	struct ages *ages;

	if (!machine->sources->busy || !machine->policy_count)
		return NULL;
	ages = arena_zalloc(&machine->arena, sizeof(*ages));
	ages->first_signal = arena_zalloc(&machine->arena, machine->policy_count * sizeof(*ages->first_signal));
	for (unsigned i = 0; i < machine->policy_count; i++)
		ages->first_signal[i] = announce(machine, &machine->policies[i]);
	return ages;
}

static void read_ages(struct machine *machine, void *state, enum lane lane)
{
	const struct ages *ages = state;

	for (unsigned i = 0; lane == LANE_FAST && i < machine->policy_count; i++) {
		const struct policy *policy = &machine->policies[i];

		for (unsigned step = 0; step < BUSY_AGES; step++) {
			double sum = 0;

			for (unsigned cpu = 0; cpu < policy->cpu_count; cpu++)
				sum += (double)busy_young_ns(machine->sources->busy, policy->cpus[cpu], step);
			machine->values[ages->first_signal[i] + step] = sum;
		}
	}
}

const struct sensor_class ages_sensor = { .name = "ages", .probe = probe, .read = read_ages };
