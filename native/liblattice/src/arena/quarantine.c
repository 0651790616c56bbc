/* SPDX-License-Identifier: MIT */
#include "arena/quarantine.h"

#include <stdio.h>
#include <string.h>

#include "arena/mapping.h"

enum { kept_blocks = 256, fill = 0xdb };

struct quarantine {
	void *blocks[kept_blocks];
	size_t next;
};

struct quarantine *quarantine_new(void)
{
	return map_tables(round_up(sizeof(struct quarantine), page_size));
}

void quarantine_end(struct quarantine *quarantine)
{
	if (quarantine != NULL)
		unmap(quarantine, round_up(sizeof *quarantine, page_size));
}

bool quarantine_has(const struct quarantine *quarantine, const void *block)
{
	if (quarantine == NULL)
		return false;
	for (size_t i = 0; i < kept_blocks; i++)
		if (quarantine->blocks[i] == block)
			return true;
	return false;
}

static size_t bytes_of(const struct found *found, const char *block)
{
	return (size_t)(found->start + found->size - block);
}

static void let_go(struct lattice_arena *arena, void *block)
{
	struct found found;
	if (block_find(arena, block, &found) != LATTICE_OK)
		return;
	const unsigned char *bytes = block;
	for (size_t i = 0; i < bytes_of(&found, block); i++)
		if (bytes[i] != fill) {
			arena->usage.damaged++;
			fprintf(stderr, "lattice arena: %p was written to at byte %zu after it was given back\n", block, i);
			break;
		}
	block_give(&found, block);
}

void quarantine_keep(struct lattice_arena *arena, const struct found *found, void *block)
{
	struct quarantine *quarantine = arena->quarantine;
	memset(block, fill, bytes_of(found, block));
	void **place = &quarantine->blocks[quarantine->next++ % kept_blocks];
	void *oldest = *place;
	*place = block;
	if (oldest != NULL)
		let_go(arena, oldest);
}

void quarantine_tell(int code, const void *block)
{
	fprintf(stderr, "lattice arena: %p: %s\n", block, lattice_strerror(code));
}
