/* SPDX-License-Identifier: MIT */
/* All arenas, which fork() must find whole. */
#ifndef FORKS_H
#define FORKS_H

#include "arena/arena.h"

/* False where the handlers can't be registered. */
bool forks_add(struct lattice_arena *arena);
void forks_remove(struct lattice_arena *arena);

#endif
