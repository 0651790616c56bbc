/* SPDX-License-Identifier: MIT */
/* Folders and files that nobody but root and this process's own user could have made or changed. */
#ifndef LATTICE_TRUSTED_H
#define LATTICE_TRUSTED_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { TRUSTED_WHY_ROOM = 256 };

/* Opens a folder, made first (0755) when `make` is set and it is not there. A descriptor, or -errno: -EPERM for one that others can change, which `why` describes. */
int trusted_folder(const char *path, bool make, char why[TRUSTED_WHY_ROOM]);
/* Opens a plain file in such a folder, without waiting and without following a link; -EPERM for a link, a pipe, a second name or a file of somebody else. */
int trusted_file(int folder, const char *name, int flags, mode_t mode);
#endif
