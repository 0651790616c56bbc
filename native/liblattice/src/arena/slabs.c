/* SPDX-License-Identifier: MIT */
#include "arena/slabs.h"

#include "arena/runs.h"

/* As many as a slab has bits for, fewer of larger objects: always a power of two, at least 8, that fills whole pages. */
static unsigned objects_of(unsigned class)
{
	size_t size = class_size(class);
	unsigned count = 256;
	while (count > 8 && count * size > 65536)
		count /= 2;
	return count;
}

/* The lowest class at least as large all of whose objects are aligned in a slab, which begins with a page. */
static unsigned aligned_class(size_t size, size_t alignment)
{
	unsigned class = class_of(size);
	while (class_size(class) % alignment != 0)
		class++;
	return class;
}

static struct runs *runs_of(struct run *run)
{
	return (struct runs *)((char *)(run - run->head) - offsetof(struct runs, run));
}

static void list(struct lattice_arena *arena, struct run *slab)
{
	slab->previous = NULL;
	slab->next = arena->slabs[slab->class];
	if (slab->next != NULL)
		slab->next->previous = slab;
	arena->slabs[slab->class] = slab;
}

static void unlist(struct lattice_arena *arena, struct run *slab)
{
	if (slab->next != NULL)
		slab->next->previous = slab->previous;
	if (slab->previous != NULL)
		slab->previous->next = slab->next;
	else
		arena->slabs[slab->class] = slab->next;
}

static char *object_from(struct lattice_arena *arena, struct runs *runs, struct run *slab)
{
	unsigned word = 0;
	while (slab->room[word] == 0)
		word++;
	unsigned object = word * 64 + (unsigned)__builtin_ctzl(slab->room[word]);
	slab->room[word] &= slab->room[word] - 1;
	if (++slab->used == slab->objects)
		unlist(arena, slab);
	return run_start(runs, slab) + object * class_size(slab->class);
}

char *slab_object(struct lattice_arena *arena, size_t size, size_t alignment, struct region **region, size_t *given)
{
	if (size > largest_slab_object || alignment > page_size)
		return NULL;
	unsigned class = aligned_class(size, alignment);
	if (class >= slab_classes || arena->slabs[class] == NULL)
		return NULL;
	struct runs *runs = runs_of(arena->slabs[class]);
	*region = runs->region;
	*given = class_size(class);
	return object_from(arena, runs, arena->slabs[class]);
}

static struct run *slab_new(struct runs *runs, unsigned class)
{
	unsigned count = objects_of(class);
	uint32_t pages = (uint32_t)(count * class_size(class) / page_size);
	struct run *slab = run_take(runs, pages, page_size);
	if (slab == NULL)
		return NULL;
	for (uint32_t i = 1; i < pages; i++) {
		slab[i].kind = run_slab_inside;
		slab[i].head = slab->head;
	}
	slab->kind = run_slab;
	slab->class = (uint8_t)class;
	slab->objects = (uint16_t)count;
	slab->used = 0;
	for (unsigned i = 0; i < 4; i++)
		slab->room[i] = count >= 64 * (i + 1) ? UINT64_MAX : count > 64 * i ? (1UL << (count - 64 * i)) - 1 : 0;
	list(runs->region->arena, slab);
	return slab;
}

static void slab_end(struct runs *runs, struct run *slab)
{
	unlist(runs->region->arena, slab);
	for (uint32_t i = 1; i < slab->length; i++)
		slab[i].kind = run_inside;
	run_give(runs, slab);
}

char *slab_or_run(struct region *region, size_t size, size_t alignment, size_t *given)
{
	struct runs *runs = region->tables;
	if (size <= largest_slab_object && alignment <= page_size) {
		unsigned class = aligned_class(size, alignment);
		if (class < slab_classes) {
			struct run *slab = slab_new(runs, class);
			*given = class_size(class);
			return slab == NULL ? NULL : object_from(region->arena, runs, slab);
		}
	}
	*given = round_up(class_size(class_of(size)), page_size);
	struct run *run = run_take(runs, (uint32_t)(*given / page_size), alignment);
	if (run == NULL)
		return NULL;
	run->kind = run_span;
	return run_start(runs, run);
}

/* The run that a page is in; only for what is wrong is it far. */
static const struct run *run_at(const struct runs *runs, size_t page)
{
	const struct run *run = &runs->run[page];
	if (run->kind == run_slab_inside || run->kind == run_free_tail)
		return &runs->run[run->head];
	while (run->kind == run_inside)
		run--;
	return run;
}

int slab_find(const struct region *region, const char *block, struct found *found)
{
	const struct runs *runs = region->tables;
	const struct run *run = run_at(runs, (size_t)(block - region->base) / page_size);
	size_t offset = (size_t)(block - run_start(runs, run));
	if (run->kind == run_free)
		return LATTICE_FREED;
	found->size = run->kind == run_slab ? class_size(run->class) : (size_t)run->length * page_size;
	found->start = run_start(runs, run) + offset;
	if (run->kind != run_slab)
		return offset == 0 ? LATTICE_OK : LATTICE_FOREIGN;
	/* 32 bits divide faster. */
	uint32_t object = (uint32_t)offset / (uint32_t)found->size;
	if (object * found->size != offset)
		return LATTICE_FOREIGN;
	return (run->room[object / 64] >> object % 64 & 1) != 0 ? LATTICE_FREED : LATTICE_OK;
}

void slab_give(struct region *region, char *block)
{
	struct lattice_arena *arena = region->arena;
	struct runs *runs = region->tables;
	struct run *run = &runs->run[(size_t)(block - region->base) / page_size];
	if (run->kind == run_span) {
		run_give(runs, run);
		return;
	}
	run = &runs->run[run->head];
	uint32_t object = (uint32_t)(block - run_start(runs, run)) / (uint32_t)class_size(run->class);
	run->room[object / 64] |= 1UL << object % 64;
	if (run->used-- == run->objects)
		list(arena, run);
	/* A class keeps one slab without objects, so that an object that comes and goes makes none. */
	if (run->used == 0 && (run->next != NULL || run->previous != NULL))
		slab_end(runs, run);
}

void slabs_drop_empty(struct region *region)
{
	struct runs *runs = region->tables;
	uint32_t next;
	for (uint32_t at = 0; at < runs->pages; at = next) {
		struct run *run = &runs->run[at];
		next = at + run->length;
		if (run->kind == run_slab && run->used == 0)
			slab_end(runs, run);
	}
}
