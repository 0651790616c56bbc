/* SPDX-License-Identifier: MIT */
/* What an arena is. Whoever calls a function of this room with an arena holds its lock. */
#ifndef ARENA_H
#define ARENA_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena/choice.h"
#include "arena/directory.h"
#include "arena/sizes.h"
#include "lattice.h"

/* Beside the two divisions: a mapping of one block. */
enum { alone = 0, divisions = 3, touched_words = 2 };

struct quarantine;
struct run;

/* Memory from the kernel. `base` is at a multiple of 2 MiB. */
struct region {
	struct lattice_arena *arena;
	struct region *previous, *next;
	char *base;
	size_t size;
	int division;
	/* Whether the kernel took the advice to use huge pages. */
	bool huge;
	/* Bytes of blocks that are out. */
	size_t live;
	/* The huge pages in which a block was since they were new or given back: others are not in memory and read as 0. */
	uint64_t touched[touched_words];
	/* What the division keeps of it: a mapping of its own, of small pages, zero at first. */
	void *tables;
	size_t tables_size;
};

struct lattice_arena {
	pthread_mutex_t lock;
	/* In the list of all arenas. */
	struct lattice_arena *previous, *next;
	lattice_arena_options options;
	struct directory directory;
	/* Of each division, the one that had room last first. */
	struct region *regions[divisions];
	/* Divided regions without a block: one is kept, so that a block that comes and goes maps nothing. */
	size_t empty;
	/* Slabs with room, of each class. */
	struct run *slabs[slab_classes];
	struct choice choice;
	struct quarantine *quarantine;
	/* What can be counted only as it happens; the rest is filled in when somebody asks. */
	lattice_arena_usage usage;
};

/* Where a block is and how many bytes it has from its start. `start` differs from the block's address where it was aligned within. */
struct found {
	struct region *region;
	char *start;
	size_t size;
};

/* The lists of regions. */
struct region *region_new(struct lattice_arena *arena, int division, size_t size, size_t alignment);
void region_end(struct region *region);
/* Those without a block. */
void regions_end_empty(struct lattice_arena *arena);
void region_to_front(struct region *region);
/* Bytes of blocks that came or went; ends a region that is the second without a block. */
void region_took(struct region *region, const char *start, size_t size);
void region_gave(struct region *region, size_t size);

/* Takes or gives one block. `zero`: whether it reads as 0, because nobody had its pages yet. */
int block_take(struct lattice_arena *arena, size_t size, size_t alignment, void **block, bool *zero);
/* LATTICE_FOREIGN or LATTICE_FREED where no block that is out begins at the address. */
int block_find(struct lattice_arena *arena, const void *block, struct found *found);
void block_give(const struct found *found, void *block);

#endif
