/* SPDX-License-Identifier: MIT */
/* What all targets share: the entry points that libFuzzer (or alone.c) calls, and a check that ends the run with its place. */
#ifndef LATTICE_FUZZ_H
#define LATTICE_FUZZ_H
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition)                                                                  \
	do {                                                                             \
		if (!(condition)) {                                                      \
			dprintf(2, "%s:%d: %s must hold\n", __FILE__, __LINE__, #condition); \
			abort();                                                         \
		}                                                                        \
	} while (0)

/* The input as a text of exactly its length, so that a read beyond its NUL is seen. The caller frees it. */
static inline char *text_of(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (!text)
		abort();
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}
#endif
