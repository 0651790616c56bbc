/* SPDX-License-Identifier: MIT */
/* Memory of one description of the machine: thousands of names and paths that live and die together when the topology changes. */
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

/* Growth by doubling of an array outside the arena; out of memory ends the program (systemd then restores the baseline). */
void *grow(void *array, unsigned used, unsigned *room, size_t item);
void *must_alloc(size_t size);
char *must_strdup(const char *text);
#endif
