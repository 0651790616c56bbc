/* SPDX-License-Identifier: MIT */
/* A root process that opens /tmp/lattice-0 does what its maker wants: reads a forged baseline, follows a link and overwrites its target, waits for a
 * pipe's other end. So each is opened first, asked about afterwards, and only then used: what was checked is what is used. */
#include "base/trusted.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool ours(uid_t owner)
{
	return owner == 0 || owner == geteuid();
}

static const char *expected(void)
{
	return geteuid() == 0 ? "root" : "root or this user";
}

static const char *kind_of(mode_t mode)
{
	return S_ISDIR(mode) ? "a folder" : S_ISLNK(mode) ? "a link" : "no folder";
}

static int refuse(const struct stat *status, const char *path, char why[TRUSTED_WHY_ROOM])
{
	snprintf(why, TRUSTED_WHY_ROOM, "%.100s: %s of uid %u with mode %04o is not trusted; expected a folder of %s that nobody else may write", path, kind_of(status->st_mode),
		 (unsigned)status->st_uid, (unsigned)(status->st_mode & 07777), expected());
	return -EPERM;
}

/* With a slash at its end even O_NOFOLLOW follows a link. */
static int without_slashes(const char *path, char bare[PATH_MAX])
{
	size_t length = strlen(path);

	if (length >= PATH_MAX)
		return -ENAMETOOLONG;
	memcpy(bare, path, length + 1);
	while (length > 1 && bare[length - 1] == '/')
		bare[--length] = '\0';
	return 0;
}

int trusted_folder(const char *path, bool make, char why[TRUSTED_WHY_ROOM])
{
	char bare[PATH_MAX];
	int error = without_slashes(path, bare), folder;
	struct stat status;

	why[0] = '\0';
	if (error < 0)
		return error;
	if (make && mkdir(bare, 0755) < 0 && errno != EEXIST)
		return -errno;
	folder = open(bare, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder < 0) {
		error = -errno;
		return (error == -ENOTDIR || error == -ELOOP) && lstat(bare, &status) == 0 && S_ISLNK(status.st_mode) ? refuse(&status, bare, why) : error;
	}
	error = fstat(folder, &status) < 0 ? -errno : 0;
	if (!error && (!ours(status.st_uid) || status.st_mode & 022))
		error = refuse(&status, bare, why);
	if (!error)
		return folder;
	close(folder);
	return error;
}

int trusted_file(int folder, const char *name, int flags, mode_t mode)
{
	int file = openat(folder, name, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, mode), error;
	struct stat status;

	if (file < 0)
		return errno == ELOOP || errno == ENXIO ? -EPERM : -errno;
	error = fstat(file, &status) < 0 ? -errno : 0;
	if (!error && (!S_ISREG(status.st_mode) || !ours(status.st_uid) || status.st_nlink != 1))
		error = -EPERM;
	if (!error)
		return file;
	close(file);
	return error;
}
