/* SPDX-License-Identifier: MIT */
/* Reads until the end of the file: stat gives 4096 as the size of every attribute, and /proc files come in pieces. */
#include "base/sysfs.h"

#include "base/arena.h"
#include "base/memory.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

ssize_t sysfs_read(int root, const char *path, char *text, size_t room)
{
	int file = openat(root, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	size_t used = 0;
	ssize_t more = 1;

	text[0] = '\0';
	if (file < 0)
		return -errno;
	while (used < room - 1 && (more = read(file, text + used, room - 1 - used)) > 0)
		used += (size_t)more;
	if (more < 0)
		more = -errno;
	close(file);
	if (more < 0)
		return more;
	if (used && text[used - 1] == '\n')
		used--;
	text[used] = '\0';
	return (ssize_t)used;
}

int parse_number(const char *text, int64_t *number)
{
	char *end;
	const char *first = *text == '-' ? text + 1 : text;

	if (!isdigit((unsigned char)*first))
		return -EINVAL;
	errno = 0;
	*number = strtoll(text, &end, 10);
	if (errno)
		return -errno;
	while (isspace((unsigned char)*end))
		end++;
	return *end ? -EINVAL : 0;
}

int sysfs_read_number(int root, const char *path, int64_t *number)
{
	char text[64];
	ssize_t length = sysfs_read(root, path, text, sizeof(text));

	return length < 0 ? (int)length : parse_number(text, number);
}

char *sysfs_read_string(int root, const char *path, struct arena *arena)
{
	char text[ATTRIBUTE_ROOM];

	return sysfs_read(root, path, text, sizeof(text)) < 0 ? NULL : arena_strdup(arena, text);
}

bool sysfs_exists(int root, const char *path)
{
	return faccessat(root, path, F_OK, 0) == 0;
}

int sysfs_may_write(int root, const char *path)
{
	struct stat status;

	if (fstatat(root, path, &status, 0) < 0)
		return -errno;
	if (!(status.st_mode & 0222))
		return -EACCES;
	return faccessat(root, path, W_OK, AT_EACCESS) < 0 ? -errno : 0;
}

static int by_version(const void *one, const void *other)
{
	return strverscmp(*(char *const *)one, *(char *const *)other);
}

struct listing sysfs_list(int root, const char *directory, const char *prefix, struct arena *arena)
{
	struct listing listing = { 0 };
	int file = openat(root, directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = file < 0 ? NULL : fdopendir(file);
	char **names = NULL;
	unsigned room = 0;
	struct dirent *entry;

	if (!stream) {
		if (file >= 0)
			close(file);
		return listing;
	}
	while ((entry = readdir(stream)) != NULL) {
		if (entry->d_name[0] == '.' || strncmp(entry->d_name, prefix, strlen(prefix)) != 0)
			continue;
		names = grow(names, listing.count, &room, sizeof(*names));
		names[listing.count++] = arena_strdup(arena, entry->d_name);
	}
	closedir(stream);
	if (listing.count) {
		qsort(names, listing.count, sizeof(*names), by_version);
		listing.names = arena_zalloc(arena, listing.count * sizeof(*names));
		memcpy(listing.names, names, listing.count * sizeof(*names));
	}
	free(names);
	return listing;
}
