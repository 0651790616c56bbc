/* SPDX-License-Identifier: MIT */
/*
 * The region's granules are first divided into the largest Fibonacci numbers, greedily (Zeckendorf): the roots. Then:
 *
 * 1. To take: the smallest free block that is large enough is split. Its left part has the number before its own, its right part the number
 *    before that; the right one is split on where it is large enough, so that the larger one stays.
 * 2. To give: a block is merged with its buddy while that is free and whole. A block knows whether it is a right part (RIGHT); a left part keeps its
 *    parent's RIGHT as INHERITED, and a right part its parent's INHERITED. So the merged block knows both of itself.
 *
 * Nothing of it lies in free memory, which may so go back to the kernel.
 */
#include "arena/buddy.h"

enum {
	/* The order is told plus 1, so that 0 is the inside of a block. */
	ORDER = 31,
	RIGHT = 32,
	INHERITED = 64,
	USED = 128,
	/* Where a block was aligned within: it begins before. */
	WITHIN = USED,
	most_roots = 64,
};

static const uint32_t nothing = UINT32_MAX;

/* Of a free block in its list; of one that is out `next` is the granule that was handed out. */
struct links {
	uint32_t previous, next;
};

struct buddies {
	uint32_t granules, nonempty;
	uint32_t heads[fibonacci_orders + 1];
	unsigned roots;
	struct root {
		uint32_t at;
		unsigned order;
	} root[most_roots];
	/* Of each granule that begins a block. Tags follow, a byte for each granule. */
	struct links links[];
};

static uint8_t *tags_of(struct buddies *b)
{
	return (uint8_t *)(b->links + b->granules);
}

static unsigned order_of(uint8_t tag)
{
	return (unsigned)(tag & ORDER) - 1;
}

size_t buddy_tables(size_t region_size)
{
	return sizeof(struct buddies) + region_size / granule * (sizeof(struct links) + 1);
}

static void list(struct buddies *b, uint32_t at, uint8_t tag)
{
	unsigned order = order_of(tag);
	tags_of(b)[at] = tag;
	b->links[at] = (struct links){ nothing, b->heads[order] };
	if (b->heads[order] != nothing)
		b->links[b->heads[order]].previous = at;
	b->heads[order] = at;
	b->nonempty |= 1U << order;
}

static void unlist(struct buddies *b, uint32_t at, unsigned order)
{
	struct links links = b->links[at];
	if (links.next != nothing)
		b->links[links.next].previous = links.previous;
	if (links.previous != nothing)
		b->links[links.previous].next = links.next;
	else
		b->heads[order] = links.next;
	if (b->heads[order] == nothing)
		b->nonempty &= ~(1U << order);
}

void buddy_begin(struct region *region)
{
	struct buddies *b = region->tables;
	b->granules = (uint32_t)(region->size / granule);
	for (unsigned i = 0; i <= fibonacci_orders; i++)
		b->heads[i] = nothing;
	unsigned order = fibonacci_orders;
	for (uint32_t at = 0; at < b->granules; at += fibonacci[order]) {
		while (fibonacci[order] > b->granules - at)
			order--;
		b->root[b->roots++] = (struct root){ at, order };
		list(b, at, (uint8_t)(order + 1));
	}
}

static bool is_root(const struct buddies *b, uint32_t at, unsigned order)
{
	for (unsigned i = 0; i < b->roots; i++)
		if (b->root[i].at == at)
			return b->root[i].order == order;
	return false;
}

char *buddy_take(struct region *region, size_t size, size_t alignment, char **start, size_t *given)
{
	struct buddies *b = region->tables;
	/* A block at any granule has the alignment somewhere in its first bytes. */
	size_t extra = alignment > granule ? alignment - granule : 0;
	size_t granules = (size + extra + granule - 1) / granule;
	if (granules > fibonacci[fibonacci_orders])
		return NULL;
	uint32_t fits = b->nonempty & (UINT32_MAX << fibonacci_order(granules));
	if (fits == 0)
		return NULL;
	unsigned order = (unsigned)__builtin_ctz(fits);
	uint32_t at = b->heads[order];
	uint8_t *tags = tags_of(b), tag = tags[at];
	unlist(b, at, order);
	while (order >= 2 && granules <= fibonacci[order - 1]) {
		uint32_t right = at + fibonacci[order - 1];
		uint8_t left_tag = (uint8_t)(order | ((tag & RIGHT) != 0 ? INHERITED : 0));
		uint8_t right_tag = (uint8_t)((order - 1) | RIGHT | (tag & INHERITED));
		if (granules <= fibonacci[order - 2]) {
			list(b, at, left_tag);
			at = right;
			tag = right_tag;
			order -= 2;
		} else {
			list(b, right, right_tag);
			tag = left_tag;
			order--;
		}
	}
	tags[at] = tag | USED;
	*start = region->base + (size_t)at * granule;
	*given = (size_t)fibonacci[order] * granule;
	uint32_t handed = (uint32_t)(round_up((size_t)at * granule, alignment) / granule);
	b->links[at].next = handed;
	if (handed != at)
		tags[handed] = WITHIN;
	return region->base + (size_t)handed * granule;
}

int buddy_find(const struct region *region, const char *block, struct found *found)
{
	struct buddies *b = region->tables;
	const uint8_t *tags = tags_of(b);
	size_t offset = (size_t)(block - region->base), at = offset / granule;
	/* Back to where the block begins: far only for what was aligned within, or is no block. */
	while ((tags[at] & ORDER) == 0)
		at--;
	if ((tags[at] & USED) == 0)
		return LATTICE_FREED;
	if (offset % granule != 0 || b->links[at].next != offset / granule)
		return LATTICE_FOREIGN;
	found->start = region->base + at * granule;
	found->size = (size_t)fibonacci[order_of(tags[at])] * granule;
	return LATTICE_OK;
}

void buddy_give(struct region *region, char *block, char *start)
{
	struct buddies *b = region->tables;
	uint8_t *tags = tags_of(b);
	uint32_t at = (uint32_t)((size_t)(start - region->base) / granule);
	if (block != start)
		tags[(size_t)(block - region->base) / granule] = 0;
	uint8_t tag = tags[at] & (uint8_t)~USED;
	while (!is_root(b, at, order_of(tag))) {
		unsigned order = order_of(tag);
		bool right = (tag & RIGHT) != 0;
		uint32_t buddy = right ? at - fibonacci[order + 1] : at + fibonacci[order];
		unsigned buddy_order = right ? order + 1 : order - 1;
		uint8_t other = tags[buddy];
		if ((other & USED) != 0 || order_of(other) != buddy_order)
			break;
		unlist(b, buddy, buddy_order);
		tags[at] = tags[buddy] = 0;
		uint8_t left_tag = right ? other : tag, right_tag = right ? tag : other;
		unsigned parent = right ? order + 2 : order + 1;
		tag = (uint8_t)((parent + 1) | ((left_tag & INHERITED) != 0 ? RIGHT : 0) | (right_tag & INHERITED));
		if (right)
			at = buddy;
	}
	list(b, at, tag);
}

void buddy_each_free(struct region *region, void (*each)(struct region *, size_t from, size_t to, void *), void *context)
{
	struct buddies *b = region->tables;
	const uint8_t *tags = tags_of(b);
	uint32_t from = 0, at = 0;
	while (at < b->granules) {
		bool free = (tags[at] & USED) == 0;
		uint32_t next = at + fibonacci[order_of(tags[at])];
		if (!free) {
			if (at > from)
				each(region, (size_t)from * granule, (size_t)at * granule, context);
			from = next;
		}
		at = next;
	}
	if (at > from)
		each(region, (size_t)from * granule, (size_t)at * granule, context);
}
