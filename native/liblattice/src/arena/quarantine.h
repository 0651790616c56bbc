/* SPDX-License-Identifier: MIT */
/* Of a checked arena: blocks that were given back lately, so that a second return or a write is seen. */
#ifndef QUARANTINE_H
#define QUARANTINE_H

#include "arena/arena.h"

/* NULL where there is no memory. */
struct quarantine *quarantine_new(void);
void quarantine_end(struct quarantine *quarantine);
bool quarantine_has(const struct quarantine *quarantine, const void *block);
/* Fills a block and keeps it; gives the oldest back. */
void quarantine_keep(struct lattice_arena *arena, const struct found *found, void *block);
/* Tells on stderr what was refused. */
void quarantine_tell(int code, const void *block);

#endif
