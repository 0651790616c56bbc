/* SPDX-License-Identifier: MIT */
/* Dies that show the register of their whole package (Threadripper, EPYC), so that each would count it again. */
#ifndef LATTICE_POWERCAP_DIES_H
#define LATTICE_POWERCAP_DIES_H
#include <stdbool.h>

struct machine;

struct powercap_die {
	const char *zone; /* "package0.die1" */
	const char *path; /* of its energy */
};

struct powercap_dies {
	struct powercap_die *items;
	unsigned count, room;
	bool *same; /* count × count: die i shows what die j before it shows */
};

/* Adds a zone if it is a die. */
void powercap_dies_add(struct powercap_dies *dies, struct machine *machine, const char *zone, const char *directory);
/* Compares all dies of each package, with one wait of 5 ms for all of them, and none where no two read alike. */
void powercap_dies_compare(struct powercap_dies *dies, struct machine *machine);
/* A die before the one at this path that shows the same and for which `counts` holds, or NULL. */
const char *powercap_dies_mirrored(const struct powercap_dies *dies, const char *path, struct machine *machine, bool (*counts)(const struct machine *machine, const char *zone));
#endif
