/* SPDX-License-Identifier: MIT */
/* A signal has no value (NaN) until its source is read. */
#include "machine/signal.h"

#include "base/arena.h"
#include "base/memory.h"
#include "machine/machine.h"

#include <math.h>
#include <string.h>

/* Neighbours mostly have the same scope: they share its text. */
static const char *scope_text(struct machine *machine, const char *scope)
{
	const char *before = machine->signal_count ? machine->signals[machine->signal_count - 1].scope : NULL;

	return before && strcmp(before, scope) == 0 ? before : arena_strdup(&machine->arena, scope);
}

unsigned signal_add(struct machine *machine, struct signal signal)
{
	unsigned index = machine->signal_count;

	machine->signals = grow(machine->signals, index, &machine->signal_room, sizeof(*machine->signals));
	machine->values = grow(machine->values, index, &machine->value_room, sizeof(*machine->values));
	signal.name = arena_strdup(&machine->arena, signal.name);
	signal.scope = scope_text(machine, signal.scope);
	signal.nearest_trip = NAN;
	machine->signals[index] = signal;
	machine->values[index] = NAN;
	machine->signal_count++;
	return index;
}
