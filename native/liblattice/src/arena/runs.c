/* SPDX-License-Identifier: MIT */
/* Free runs are in bins, four a doubling, so that whatever a class asks for is the least of its bin: the first run there fits. */
#include "arena/runs.h"

static const uint32_t nothing = UINT32_MAX;

size_t runs_tables(size_t region_size)
{
	return sizeof(struct runs) + region_size / page_size * sizeof(struct run);
}

/* The bin that a run of so many pages belongs to. */
static unsigned bin_of(uint32_t length)
{
	if (length < 4)
		return length;
	unsigned high = log2_of(length);
	return (high - 1) * 4 + (length >> (high - 2)) % 4;
}

/* The lowest bin in which every run has so many pages. */
static unsigned sure_bin(uint32_t length)
{
	unsigned bin = bin_of(length);
	if (length < 4)
		return bin;
	uint32_t step = 1U << (log2_of(length) - 2);
	return length % step == 0 ? bin : bin + 1;
}

static void list(struct runs *runs, uint32_t head, uint32_t length)
{
	struct run *run = &runs->run[head], *tail = &runs->run[head + length - 1];
	unsigned bin = bin_of(length);
	tail->head = run->head = head;
	tail->kind = run_free_tail;
	/* A run of one page is its own tail. */
	run->kind = run_free;
	run->length = length;
	run->previous_free = nothing;
	run->next_free = runs->bins[bin];
	if (run->next_free != nothing)
		runs->run[run->next_free].previous_free = head;
	runs->bins[bin] = head;
	runs->nonempty |= 1UL << bin;
}

static void unlist(struct runs *runs, struct run *run)
{
	unsigned bin = bin_of(run->length);
	if (run->next_free != nothing)
		runs->run[run->next_free].previous_free = run->previous_free;
	if (run->previous_free != nothing)
		runs->run[run->previous_free].next_free = run->next_free;
	else
		runs->bins[bin] = run->next_free;
	if (runs->bins[bin] == nothing)
		runs->nonempty &= ~(1UL << bin);
	run[run->length - 1].kind = run_inside;
	run->kind = run_inside;
}

void runs_begin(struct region *region)
{
	struct runs *runs = region->tables;
	runs->region = region;
	runs->pages = (uint32_t)(region->size / page_size);
	for (unsigned i = 0; i < run_bins; i++)
		runs->bins[i] = nothing;
	list(runs, 0, runs->pages);
}

struct run *run_take(struct runs *runs, uint32_t length, size_t alignment)
{
	uint32_t step = alignment > page_size ? (uint32_t)(alignment / page_size) : 1, sure = length + step - 1;
	unsigned bin = sure_bin(sure);
	uint64_t fits = bin < run_bins ? runs->nonempty & (UINT64_MAX << bin) : 0;
	if (fits == 0)
		return NULL;
	struct run *run = &runs->run[runs->bins[__builtin_ctzl(fits)]];
	uint32_t from = run->head, end = from + run->length, at = (uint32_t)round_up(from, step);
	unlist(runs, run);
	if (at > from)
		list(runs, from, at - from);
	if (end > at + length)
		list(runs, at + length, end - at - length);
	runs->run[at].head = at;
	runs->run[at].length = length;
	return &runs->run[at];
}

void run_give(struct runs *runs, struct run *run)
{
	uint32_t head = run->head, length = run->length;
	run->kind = run_inside;
	if (head + length < runs->pages) {
		struct run *next = &runs->run[head + length];
		if (next->kind == run_free) {
			length += next->length;
			unlist(runs, next);
		}
	}
	if (head > 0) {
		struct run *before = &runs->run[head - 1];
		if (before->kind == run_free || before->kind == run_free_tail) {
			before = &runs->run[before->head];
			head = before->head;
			length += before->length;
			unlist(runs, before);
		}
	}
	list(runs, head, length);
}

char *run_start(const struct runs *runs, const struct run *run)
{
	return runs->region->base + (size_t)run->head * page_size;
}

void runs_each_free(struct region *region, void (*each)(struct region *, size_t from, size_t to, void *), void *context)
{
	struct runs *runs = region->tables;
	for (uint32_t at = 0; at < runs->pages; at += runs->run[at].length)
		if (runs->run[at].kind == run_free)
			each(region, (size_t)at * page_size, ((size_t)at + runs->run[at].length) * page_size, context);
}
