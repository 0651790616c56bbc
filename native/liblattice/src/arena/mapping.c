/* SPDX-License-Identifier: MIT */
#include "arena/mapping.h"

#include <stdint.h>
#include <sys/mman.h>

#include "arena/sizes.h"

static void *map(size_t size)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return at == MAP_FAILED ? NULL : at;
}

void *map_aligned(size_t size, size_t alignment)
{
	char *at = map(size + alignment - page_size);
	if (at == NULL)
		return NULL;
	size_t before = round_up((uintptr_t)at, alignment) - (uintptr_t)at, after = alignment - page_size - before;
	if (before > 0)
		munmap(at, before);
	if (after > 0)
		munmap(at + before + size, after);
	return at + before;
}

void *map_tables(size_t size)
{
	return map(size);
}

void unmap(void *at, size_t size)
{
	munmap(at, size);
}

bool ask_for_huge(void *at, size_t size)
{
	return madvise(at, size, MADV_HUGEPAGE) == 0;
}
