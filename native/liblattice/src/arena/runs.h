/* SPDX-License-Identifier: MIT */
/* A region as runs of pages. O(1). */
#ifndef RUNS_H
#define RUNS_H

#include "arena/arena.h"

enum { run_inside = 0, run_free, run_free_tail, run_span, run_slab, run_slab_inside };

/* One for each page; what it says counts at a run's first page, a free run's last one, and all of a slab. */
struct run {
	union {
		/* Of a free run in its bin, as pages of the region. */
		struct {
			uint32_t previous_free, next_free;
		};
		/* Of a slab in its class, while it has room. */
		struct {
			struct run *previous, *next;
		};
	};
	/* In pages. */
	uint32_t length;
	/* The run's first page. */
	uint32_t head;
	uint8_t kind, class;
	/* Of a slab: objects that it has, and those that are out. */
	uint16_t objects, used;
	/* Of a slab: a bit for each object that is free. */
	uint64_t room[4];
};

enum { run_bins = 64 };

struct runs {
	struct region *region;
	uint64_t nonempty;
	uint32_t pages, bins[run_bins];
	struct run run[];
};

size_t runs_tables(size_t region_size);
void runs_begin(struct region *region);
/* A run of `length` pages at a multiple of `alignment`; NULL where there is none. Its kind is the caller's to set. */
struct run *run_take(struct runs *runs, uint32_t length, size_t alignment);
/* Merges it with free neighbours. */
void run_give(struct runs *runs, struct run *run);
char *run_start(const struct runs *runs, const struct run *run);
void runs_each_free(struct region *region, void (*each)(struct region *, size_t from, size_t to, void *), void *context);

#endif
