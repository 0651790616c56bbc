/* SPDX-License-Identifier: MIT */
/* Memory goes back to the kernel while a program has nothing to do. */
#ifndef IDLE_H
#define IDLE_H

#include "arena/arena.h"

/* Bytes that went back. */
size_t arena_give_back(struct lattice_arena *arena, lattice_idle how);

#endif
