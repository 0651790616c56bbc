/* SPDX-License-Identifier: MIT */
/* The baseline on disk. */
#ifndef LATTICE_BASELINE_FILE_H
#define LATTICE_BASELINE_FILE_H
#include <stdbool.h>

struct baseline;

/* Reads the entries of this boot; a file of another boot is removed when may_remove. 0 or -errno, -EBADMSG for a damaged file (then moved aside). */
int baseline_load(struct baseline *baseline, bool may_remove);
/* Writes a new file, or removes it when there is no entry. On disk when it returns 0. */
int baseline_save(const struct baseline *baseline);
#endif
