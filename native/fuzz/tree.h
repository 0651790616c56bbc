/* SPDX-License-Identifier: MIT */
/* A small fake machine whose files an input rewrites. */
#ifndef LATTICE_FUZZ_TREE_H
#define LATTICE_FUZZ_TREE_H
#include <stddef.h>
#include <stdint.h>

/* A file and its usual text. A path that ends in a slash is a folder: its text is the name of one more entry in it. */
struct tree_file {
	const char *path, *text;
};

struct tree {
	const struct tree_file *files;
	unsigned count;
	int root;
	char path[256];
};

/* A new folder in $FUZZ_SCRATCH, removed by what starts the target. */
void scratch_folder(char path[256], const char *name);
void tree_make(struct tree *tree, const struct tree_file *files, unsigned count);
/*
 * The input is records: `@`, the file's letter (A is the first; after Z come a to z and 0 to 9), its new text. `!` instead of a letter calls the
 * function, which also is called at the end. Afterwards every file is as it was.
 */
void tree_play(struct tree *tree, const uint8_t *data, size_t size, void (*look)(struct tree *tree));
void tree_write(const struct tree *tree, const char *path, const char *text, size_t length);
#endif
