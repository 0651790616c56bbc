/* SPDX-License-Identifier: MIT */
/* A signal has no value (NaN) until its source is read. */
#include "machine/signal.h"

#include "base/arena.h"
#include "base/memory.h"
#include "machine/machine.h"

#include <math.h>

unsigned signal_add(struct machine *machine, const char *name, const char *unit, enum signal_kind kind, enum band band)
{
	unsigned index = machine->signal_count;

	machine->signals = grow(machine->signals, index, &machine->signal_room, sizeof(*machine->signals));
	machine->values = grow(machine->values, index, &machine->value_room, sizeof(*machine->values));
	machine->signals[index] = (struct signal){
		.name = arena_strdup(&machine->arena, name), .unit = unit, .kind = kind, .band = band, .nearest_trip = NAN,
	};
	machine->values[index] = NAN;
	machine->signal_count++;
	return index;
}
