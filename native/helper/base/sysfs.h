/* SPDX-License-Identifier: MIT */
/* Reading below the root directory (the real one or a fake tree). Paths have no leading slash. Nothing here writes. */
#ifndef LATTICE_SYSFS_H
#define LATTICE_SYSFS_H
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { ATTRIBUTE_ROOM = 4096 };

/* The text of a file without its last newline, NUL-terminated; its length or -errno. */
ssize_t sysfs_read(int root, const char *path, char *text, size_t room);
int sysfs_read_number(int root, const char *path, int64_t *number);
char *sysfs_read_string(int root, const char *path, struct arena *arena); /* NULL when it cannot be read */
bool sysfs_exists(int root, const char *path);
/* 0, or why a write cannot succeed: -ENOENT, -EACCES (its mode forbids it, to root as well), -EROFS. Opens nothing. */
int sysfs_may_write(int root, const char *path);

/* Whole decimal numbers only; -EINVAL otherwise, -ERANGE beyond 64 bits. */
int parse_number(const char *text, int64_t *number);

/* The entries of a directory that begin with prefix, in version order (policy2 before policy10). */
struct listing {
	char **names;
	unsigned count;
};
struct listing sysfs_list(int root, const char *directory, const char *prefix, struct arena *arena);
#endif
