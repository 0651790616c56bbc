/* SPDX-License-Identifier: MIT */
/* The life of a description: probe, read, carry over, free. */
#include "machine/machine.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/monotonic.h"
#include "controls/apply.h"
#include "machine/channel.h"
#include "machine/control.h"
#include "machine/polled_file.h"
#include "machine/signal.h"
#include "machine/sources.h"
#include "machine/topology.h"
#include "sensors/sensor.h"
#include "sensors/sensor_table.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct machine *machine_probe(int root, const char *root_path, bool read_only, struct sources *sources, const struct machine *before)
{
	struct machine *machine = must_alloc(sizeof(*machine));

	machine->root = root;
	machine->root_path = root_path;
	machine->real_root = strcmp(root_path, "/") == 0;
	machine->read_only = read_only;
	machine->sources = sources;
	machine->file_budget = polled_files_budget();
	machine->busy_source = machine->counter_source = machine->energy_source = "none";
	machine->sensor_states = arena_zalloc(&machine->arena, sensor_count * sizeof(void *));
	topology_probe(machine, before);
	for (unsigned i = 0; i < sensor_count; i++)
		machine->sensor_states[i] = sensor_table[i]->probe(machine);
	controls_sort(machine);
	return machine;
}

void machine_read(struct machine *machine, bool slow)
{
	/* First: what is read then tells a counter that a suspend took from one that wrapped. */
	machine->asleep_ns = asleep_ns(machine->asleep_ns);
	for (enum lane lane = LANE_FAST; lane <= (slow ? LANE_SLOW : LANE_FAST); lane++) {
		struct channel *channels = machine->channels[lane];

		for (unsigned i = 0; i < machine->channel_count[lane]; i++)
			channel_read(machine, &channels[i]);
		for (unsigned i = 0; i < sensor_count; i++)
			if (sensor_table[i]->read && machine->sensor_states[i])
				sensor_table[i]->read(machine, machine->sensor_states[i], lane);
	}
}

static void carry_counters(struct machine *machine, const struct machine *before, bool resumed)
{
	unsigned at = 0;

	/* Both lists have the same order except for what came or went: the search goes on where the last was found. */
	for (unsigned i = 0; i < machine->signal_count; i++) {
		struct signal *signal = &machine->signals[i];

		if (signal->kind != SIGNAL_COUNTER)
			continue;
		for (unsigned tried = 0; tried < before->signal_count; tried++, at = (at + 1) % before->signal_count) {
			if (strcmp(before->signals[at].name, signal->name) != 0)
				continue;
			signal->counter = before->signals[at].counter;
			/* A suspend and a wrap look the same. */
			if (resumed)
				signal->counter.primed = false;
			break;
		}
	}
}

void machine_carry(struct machine *machine, const struct machine *before, bool resumed)
{
	carry_counters(machine, before, resumed);
	machine->asleep_ns = before->asleep_ns;
	for (unsigned i = 0; i < machine->control_count; i++) {
		struct control *control = &machine->controls[i];
		const struct control *old = control_find(before, control->name);

		if (!old)
			continue;
		control->asked = old->asked;
		memcpy(control->wanted, old->wanted, sizeof(control->wanted));
		memcpy(control->settled, old->settled, sizeof(control->settled));
		/* When the maximum was not known, it was derived from the limit before we changed it. */
		if (control->role == ROLE_POWER_LIMIT && isfinite(old->max))
			control->max = old->max;
	}
}

void machine_free(struct machine *machine)
{
	if (!machine)
		return;
	polled_files_close(machine);
	for (unsigned i = 0; i < machine->control_count; i++)
		apply_close(&machine->controls[i]);
	free(machine->signals);
	free(machine->values);
	free(machine->controls);
	free(machine->channels[LANE_FAST]);
	free(machine->channels[LANE_SLOW]);
	free(machine->missing);
	arena_free(&machine->arena);
	free(machine);
}

void machine_missing(struct machine *machine, const char *what, const char *format, ...)
{
	va_list arguments;
	char why[384];

	va_start(arguments, format);
	vsnprintf(why, sizeof(why), format, arguments);
	va_end(arguments);
	machine->missing = grow(machine->missing, machine->missing_count, &machine->missing_room, sizeof(*machine->missing));
	machine->missing[machine->missing_count++] = (struct missing){ arena_strdup(&machine->arena, what), arena_strdup(&machine->arena, why) };
}
