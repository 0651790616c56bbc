/* SPDX-License-Identifier: MIT */
/* What is asked of the kernel. */
#ifndef MAPPING_H
#define MAPPING_H

#include <stdbool.h>
#include <stddef.h>

/* Zero pages at a multiple of `alignment`, a power of two; NULL where the kernel has none. `size` is of whole pages. */
void *map_aligned(size_t size, size_t alignment);
/* Zero pages for tables; NULL where the kernel has none. */
void *map_tables(size_t size);
void unmap(void *at, size_t size);
/* Asks for huge pages; false where the kernel has none of them. */
bool ask_for_huge(void *at, size_t size);

#endif
