/* SPDX-License-Identifier: MIT */
/* Memory of one description of the machine: thousands of names and paths that are freed together when the topology changes. */
#ifndef LATTICE_ARENA_H
#define LATTICE_ARENA_H
#include <stddef.h>

struct arena_block;
struct arena {
	struct arena_block *newest;
};

void *arena_zalloc(struct arena *arena, size_t size);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
void arena_free(struct arena *arena);
#endif
