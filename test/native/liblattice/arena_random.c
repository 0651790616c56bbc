/* SPDX-License-Identifier: MIT */
/*
 * arena_random STEPS [SEED]: anything that a program may call, at random, in arenas of every kind, beside a model of what must be in memory. What
 * two blocks share, or what is lost in a move, is seen as a wrong byte.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "lattice.h"

enum { slots = 1024, stride = 1024 };

struct model {
	unsigned char *at;
	size_t size;
	uint32_t mark;
};

static uint64_t state;

static uint64_t draw(void)
{
	/* xorshift64* */
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * 0x2545f4914f6cdd1dU;
}

static size_t below(size_t n)
{
	return (size_t)(draw() >> 16) % n;
}

/* Mostly small, each doubling about as often as the next, up to 4 MiB. */
static size_t any_size(void)
{
	size_t most = (size_t)1 << (3 + below(draw() % 8 == 0 ? 20 : 13));
	return 1 + below(most);
}

/* Where the i-th byte that is looked at lies: the first and last ones, and some of each page. SIZE_MAX after the last. */
static size_t place(size_t i, size_t size)
{
	if (i < 16)
		return i < size ? i : 0;
	if (i < 32)
		return size - 1 - (i - 16 < size ? i - 16 : 0);
	return (i - 31) * stride < size ? (i - 31) * stride : SIZE_MAX;
}

static unsigned char value(const struct model *m, size_t at)
{
	return (unsigned char)(m->mark * 2654435761U >> (at % 24));
}

static void write_all(const struct model *m)
{
	for (size_t i = 0, at; (at = place(i, m->size)) != SIZE_MAX; i++)
		m->at[at] = value(m, at);
}

/* Of what was written while the block had m->size bytes, as far as `size`. */
static size_t wrong_bytes(const struct model *m, size_t size)
{
	size_t wrong = 0;
	for (size_t i = 0, at; (at = place(i, m->size)) != SIZE_MAX; i++)
		wrong += at < size && m->at[at] != value(m, at);
	return wrong;
}

static size_t not_zero(const unsigned char *at, size_t size)
{
	size_t wrong = 0;
	for (size_t i = 0; i < size; i++)
		wrong += at[i] != 0;
	return wrong;
}

struct world {
	lattice_arena *arena;
	struct model models[slots];
	size_t live, asked, limit;
	/* What went wrong, by kind; 0 at the end. */
	size_t content, alignment, codes, refusals, counts;
};

static void fill_slot(struct world *w, struct model *m)
{
	static const size_t alignments[] = { 0, 1, 8, 16, 32, 64, 256, 4096, 8192, 65536, 1 << 20, 2 << 20, 4 << 20 };
	size_t alignment = below(4) == 0 ? alignments[below(sizeof alignments / sizeof *alignments)] : 0, size = any_size();
	void *block;
	bool zeroed = below(4) == 0;
	int code = zeroed ? lattice_arena_calloc(w->arena, &block, 1, size, alignment) : lattice_arena_alloc(w->arena, &block, size, alignment);
	if (code != LATTICE_OK) {
		w->codes += code != LATTICE_EXHAUSTED || w->limit == 0 || block != NULL;
		return;
	}
	w->alignment += (uintptr_t)block % (alignment > 16 ? alignment : 16) != 0;
	w->content += zeroed && not_zero(block, size) > 0;
	*m = (struct model){ block, size, (uint32_t)draw() };
	size_t usable = 0;
	w->codes += lattice_arena_usable(w->arena, block, &usable) != LATTICE_OK || usable < size;
	write_all(m);
	w->live++;
	w->asked += size;
}

static void empty_slot(struct world *w, struct model *m)
{
	w->content += wrong_bytes(m, m->size) > 0;
	w->codes += lattice_arena_dealloc(w->arena, m->at) != LATTICE_OK;
	if (below(8) == 0) {
		int code = lattice_arena_dealloc(w->arena, m->at);
		w->refusals += code != LATTICE_FREED && code != LATTICE_FOREIGN;
	}
	w->live--;
	w->asked -= m->size;
	m->at = NULL;
}

static void resize_slot(struct world *w, struct model *m)
{
	void *block = m->at;
	size_t size = any_size();
	int code = lattice_arena_realloc(w->arena, &block, size);
	if (code != LATTICE_OK) {
		w->codes += code != LATTICE_EXHAUSTED || w->limit == 0 || block != m->at;
		return;
	}
	w->asked += size - m->size;
	struct model before = { block, m->size, m->mark };
	w->content += wrong_bytes(&before, size) > 0;
	*m = (struct model){ block, size, (uint32_t)draw() };
	write_all(m);
}

static void look(struct world *w)
{
	lattice_arena_usage usage;
	w->codes += lattice_arena_info(w->arena, &usage, sizeof usage) != LATTICE_OK;
	w->counts += usage.live_blocks < w->live || usage.live < w->asked || usage.mapped < usage.live || usage.damaged != 0;
	w->counts += w->limit != 0 && usage.most_mapped > w->limit;
}

static void step(struct world *w)
{
	struct model *m = &w->models[below(slots)];
	size_t dice = below(1000);
	if (dice == 0)
		w->codes += lattice_arena_idle(w->arena, LATTICE_COLD, NULL) != LATTICE_OK;
	else if (dice < 4)
		look(w);
	else if (m->at == NULL)
		fill_slot(w, m);
	else if (dice < 100)
		resize_slot(w, m);
	else if (dice < 120 && m->size > 1)
		/* Not where a block begins. */
		w->refusals += lattice_arena_dealloc(w->arena, m->at + 1 + below(m->size - 1)) != LATTICE_FOREIGN;
	else
		empty_slot(w, m);
}

static void walk(const lattice_arena_options *options, size_t steps)
{
	struct world *w = calloc(1, sizeof *w);
	w->limit = options->limit;
	CHECK(lattice_arena_new(&w->arena, options, sizeof *options) == LATTICE_OK);
	for (size_t i = 0; i < steps; i++) {
		/* Now and then nearly all goes, so that all merges. */
		if (i % 50000 == 49999)
			for (size_t s = 0; s < slots; s++)
				if (w->models[s].at != NULL && below(50) != 0)
					empty_slot(w, &w->models[s]);
		step(w);
	}
	look(w);
	for (size_t s = 0; s < slots; s++)
		if (w->models[s].at != NULL)
			empty_slot(w, &w->models[s]);
	lattice_arena_usage usage;
	lattice_arena_info(w->arena, &usage, sizeof usage);
	CHECK(options->checked != 0 || (usage.live == 0 && usage.live_blocks == 0));
	CHECK(lattice_arena_idle(w->arena, LATTICE_COLD, NULL) == LATTICE_OK);
	lattice_arena_info(w->arena, &usage, sizeof usage);
	CHECK(options->checked != 0 || usage.mapped == 0);
	lattice_arena_free(w->arena);
	CHECK(w->content == 0);
	CHECK(w->alignment == 0);
	CHECK(w->codes == 0);
	CHECK(w->refusals == 0);
	CHECK(w->counts == 0);
	free(w);
}

int main(int argc, char **argv)
{
	size_t steps = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
	state = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
	/* What is refused on purpose is told there. */
	if (freopen("/dev/null", "w", stderr) == NULL)
		return 1;
	static const lattice_arena_options kinds[] = {
		{ .division = LATTICE_ADAPTIVE },
		{ .division = LATTICE_FIBONACCI },
		{ .division = LATTICE_CLASSES },
		{ .division = LATTICE_FIBONACCI, .region = 2 << 20 },
		{ .division = LATTICE_CLASSES, .region = 2 << 20 },
		{ .division = LATTICE_ADAPTIVE, .region = 32 << 20, .limit = 48 << 20 },
		{ .division = LATTICE_FIBONACCI, .region = 16 << 20, .limit = 20 << 20 },
		{ .division = LATTICE_CLASSES, .region = 8 << 20, .limit = 20 << 20 },
		{ .division = LATTICE_ADAPTIVE, .checked = 1 },
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		walk(&kinds[i], steps);
	return check_result();
}
