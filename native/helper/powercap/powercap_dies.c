/* SPDX-License-Identifier: MIT */
/* Registers of their own agree to the microjoule by chance at most, and not twice: two looks, a register's update apart, tell them from one register. */
#include "powercap/powercap_dies.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/sysfs.h"
#include "machine/machine.h"

#include <string.h>
#include <time.h>

static bool is_die(const char *zone)
{
	const char *die = strstr(zone, ".die");

	return die && !strchr(die + 1, '.');
}

void powercap_dies_add(struct powercap_dies *dies, struct machine *machine, const char *zone, const char *directory)
{
	if (!is_die(zone))
		return;
	dies->items = grow(dies->items, dies->count, &dies->room, sizeof(*dies->items));
	dies->items[dies->count++] = (struct powercap_die){ arena_strdup(&machine->arena, zone), arena_printf(&machine->arena, "%s/energy_uj", directory) };
}

/* Is what the one shows between two reads of the other? */
static bool reads_alike(const struct machine *machine, const struct powercap_die *die, const struct powercap_die *other)
{
	int64_t before, here, after;

	if (sysfs_read_number(machine->root, other->path, &before) < 0 || sysfs_read_number(machine->root, die->path, &here) < 0 || sysfs_read_number(machine->root, other->path, &after) < 0)
		return false;
	return here > 0 && before <= here && here <= after;
}

static bool of_one_package(const struct powercap_die *die, const struct powercap_die *other)
{
	return strncmp(die->zone, other->zone, strcspn(die->zone, ".") + 1) == 0;
}

/* Looks at the pairs that are alike so far; returns whether one still is. */
static bool look(struct powercap_dies *dies, const struct machine *machine)
{
	bool any = false;

	for (unsigned i = 0; i < dies->count; i++)
		for (unsigned j = 0; j < i; j++) {
			bool *same = &dies->same[i * dies->count + j];

			*same = *same && reads_alike(machine, &dies->items[i], &dies->items[j]);
			any |= *same;
		}
	return any;
}

void powercap_dies_compare(struct powercap_dies *dies, struct machine *machine)
{
	static const struct timespec pause = { .tv_nsec = 5000000 }; /* each register is updated within one */

	dies->same = arena_zalloc(&machine->arena, (size_t)dies->count * dies->count * sizeof(*dies->same) + 1);
	for (unsigned i = 0; i < dies->count; i++)
		for (unsigned j = 0; j < i; j++)
			dies->same[i * dies->count + j] = of_one_package(&dies->items[i], &dies->items[j]);
	if (!look(dies, machine))
		return;
	nanosleep(&pause, NULL);
	look(dies, machine);
}

const char *powercap_dies_mirrored(const struct powercap_dies *dies, const char *path, struct machine *machine, bool (*counts)(const struct machine *machine, const char *zone))
{
	unsigned i = 0;

	while (i < dies->count && strcmp(dies->items[i].path, path) != 0)
		i++;
	for (unsigned j = 0; i < dies->count && j < i; j++)
		if (dies->same[i * dies->count + j] && counts(machine, dies->items[j].zone))
			return dies->items[j].zone;
	return NULL;
}
