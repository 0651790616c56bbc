/* SPDX-License-Identifier: MIT */
/*
 * liblattice-malloc.so: LD_PRELOAD puts a program's large blocks into an arena (docs/lattice.md, In any program). For glibc, whose own functions are
 * there under other names.
 *
 * Which of the two a block belongs to must be known fast and by anybody: a byte for each 2 MiB of the address space says whether the arena ever gave a
 * block there. If it says so, the arena is asked; for what is not its own (now libc's, where a region was before) libc is.
 */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena/mapping.h"
#include "arena/sizes.h"
#include "lattice.h"

#define EXPORTED __attribute__((visibility("default")))

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

/* User space has 47 bits of addresses on x86-64, 48 on others; further ones only who asks for them. */
static const size_t address_places = (size_t)1 << (48 - 21);

static lattice_arena *arena;
static _Atomic unsigned char *seen;
static size_t threshold = 128 << 10;
static pthread_once_t once = PTHREAD_ONCE_INIT;
/* While the arena itself is made, everything is libc's. */
static __thread bool making __attribute__((tls_model("initial-exec")));

static size_t number_from(const char *name, size_t usual)
{
	const char *text = getenv(name);
	return text == NULL || *text == '\0' ? usual : strtoul(text, NULL, 10);
}

static void tell(void)
{
	lattice_arena_usage u;
	if (lattice_arena_info(arena, &u, sizeof u) == LATTICE_OK && u.blocks > 0)
		fprintf(stderr,
			"liblattice-malloc: pid %d: %lu blocks, %lu bytes asked, %lu given, %lu most mapped, %lu blocks left, divided by %s\n", (int)getpid(),
			u.blocks, u.asked, u.given, u.most_mapped, u.live_blocks, u.division == LATTICE_FIBONACCI ? "Fibonacci buddies" : "classes");
}

static void make(void)
{
	making = true;
	const lattice_arena_options options = { .limit = number_from("LATTICE_MALLOC_LIMIT", 0) };
	size_t least = number_from("LATTICE_MALLOC_THRESHOLD", threshold);
	threshold = least < page_size ? page_size : least;
	seen = map_tables(address_places);
	if (seen == NULL || lattice_arena_new(&arena, &options, sizeof options) != LATTICE_OK)
		fprintf(stderr, "liblattice-malloc: no arena can be made, all blocks are libc's\n");
	else if (number_from("LATTICE_MALLOC_STATS", 0) != 0)
		atexit(tell);
	making = false;
}

static bool is_ours(const void *block)
{
	uintptr_t place = (uintptr_t)block / huge_size;
	return seen != NULL && place < address_places && atomic_load_explicit(&seen[place], memory_order_relaxed) != 0;
}

/* NULL where libc is to give the block. */
static void *large(size_t n, size_t size, size_t alignment, bool zero)
{
	void *block;
	size_t bytes;
	if (making || __builtin_mul_overflow(n, size, &bytes) || bytes < page_size)
		return NULL;
	pthread_once(&once, make);
	if (bytes < threshold || arena == NULL)
		return NULL;
	int code = zero ? lattice_arena_calloc(arena, &block, n, size, alignment) : lattice_arena_alloc(arena, &block, bytes, alignment);
	if (code != LATTICE_OK || (uintptr_t)block / huge_size >= address_places)
		return NULL;
	atomic_store_explicit(&seen[(uintptr_t)block / huge_size], 1, memory_order_relaxed);
	return block;
}

EXPORTED void *malloc(size_t size)
{
	void *block = large(1, size, 0, false);
	return block != NULL ? block : __libc_malloc(size);
}

EXPORTED void *calloc(size_t n, size_t size)
{
	void *block = large(n, size, 0, true);
	return block != NULL ? block : __libc_calloc(n, size);
}

EXPORTED void free(void *block)
{
	int kept = errno, code = is_ours(block) ? lattice_arena_dealloc(arena, block) : LATTICE_FOREIGN;
	if (code == LATTICE_FOREIGN)
		__libc_free(block);
	else if (code != LATTICE_OK) {
		/* As libc does: the program's next steps can't be trusted. */
		fprintf(stderr, "liblattice-malloc: free(%p): %s\n", block, lattice_strerror(code));
		abort();
	}
	errno = kept;
}

/* A block that libc has stays there. */
EXPORTED void *realloc(void *block, size_t size)
{
	size_t usable;
	if (block == NULL)
		return malloc(size);
	if (!is_ours(block) || lattice_arena_usable(arena, block, &usable) != LATTICE_OK)
		return __libc_realloc(block, size);
	if (size >= threshold) {
		void *moved = block;
		int code = lattice_arena_realloc(arena, &moved, size);
		if (code == LATTICE_OK) {
			atomic_store_explicit(&seen[(uintptr_t)moved / huge_size], 1, memory_order_relaxed);
			return moved;
		}
	} else if (size == 0) {
		free(block);
		return NULL;
	}
	void *theirs = __libc_malloc(size);
	if (theirs != NULL) {
		memcpy(theirs, block, size < usable ? size : usable);
		free(block);
	}
	return theirs;
}

static void *aligned(size_t alignment, size_t size)
{
	void *block = large(1, size, alignment, false);
	return block != NULL ? block : __libc_memalign(alignment, size);
}

EXPORTED int posix_memalign(void **block, size_t alignment, size_t size)
{
	if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0)
		return EINVAL;
	int kept = errno;
	void *made = aligned(alignment, size);
	errno = kept;
	if (made == NULL)
		return ENOMEM;
	*block = made;
	return 0;
}

EXPORTED void *aligned_alloc(size_t alignment, size_t size)
{
	return aligned(alignment, size);
}

EXPORTED void *memalign(size_t alignment, size_t size);
void *memalign(size_t alignment, size_t size)
{
	return aligned(alignment, size);
}

EXPORTED size_t malloc_usable_size(void *block);
size_t malloc_usable_size(void *block)
{
	static size_t (*_Atomic theirs)(void *);
	size_t usable;
	if (is_ours(block) && lattice_arena_usable(arena, block, &usable) == LATTICE_OK)
		return usable;
	if (theirs == NULL)
		theirs = (size_t(*)(void *))dlsym(RTLD_NEXT, "malloc_usable_size");
	return theirs == NULL ? 0 : theirs(block);
}
