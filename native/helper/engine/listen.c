/* SPDX-License-Identifier: MIT */
/* It comes from systemd, or is made here for root and the group `lattice`, which the engine's user is in. Who of them may stay: peer.c. */
#include "engine/listen.h"

#include <errno.h>
#include <grp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Many may knock who are refused. */
enum { SYSTEMD_FIRST_FD = 3, BACKLOG = 128 };

static bool from_systemd(void)
{
	const char *process = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");

	return process && count && strtol(process, NULL, 10) == (long)getpid() && strtol(count, NULL, 10) >= 1;
}

/* When nobody answers on a socket file, it was left by a helper that was killed. */
static int remove_stale(const struct sockaddr_un *address)
{
	int probe, error = 0;
	struct stat status;

	if (lstat(address->sun_path, &status) < 0)
		return errno == ENOENT ? 0 : -errno;
	/* A plain file refuses a connect too: never remove what is not ours. */
	if (!S_ISSOCK(status.st_mode))
		return -EEXIST;
	probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (probe < 0)
		return -errno;
	if (connect(probe, (const struct sockaddr *)address, sizeof(*address)) == 0)
		error = -EADDRINUSE;
	else if (errno == ECONNREFUSED)
		unlink(address->sun_path);
	close(probe);
	return error;
}

/* Under systemd the process has that group already, so the socket has it too; and there the call is forbidden. */
static int give_to_group(const char *path)
{
	const struct group *group = getgrnam("lattice");
	struct stat status;

	if (!group)
		return 0;
	if (lstat(path, &status) == 0 && status.st_gid == group->gr_gid)
		return 0;
	return lchown(path, (uid_t)-1, group->gr_gid) < 0 ? -errno : 0;
}

static int bind_own(int file, const struct sockaddr_un *address)
{
	mode_t mask = umask(0117);
	int error = bind(file, (const struct sockaddr *)address, sizeof(*address)) < 0 ? -errno : 0;

	umask(mask);
	if (!error)
		error = give_to_group(address->sun_path);
	if (!error && listen(file, BACKLOG) < 0)
		error = -errno;
	return error;
}

int listen_open(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int file, error;

	if (from_systemd())
		return SYSTEMD_FIRST_FD;
	if (strlen(path) >= sizeof(address.sun_path)) {
		fprintf(stderr, "lattice-helper: --socket %s: at most %zu bytes are possible\n", path, sizeof(address.sun_path) - 1);
		return -ENAMETOOLONG;
	}
	strcpy(address.sun_path, path);
	error = remove_stale(&address);
	file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (file < 0)
		return -errno;
	if (!error)
		error = bind_own(file, &address);
	if (!error)
		return file;
	fprintf(stderr, "lattice-helper: --socket %s: %s\n", path, error == -EADDRINUSE ? "another helper listens there" : strerror(-error));
	close(file);
	return error;
}

void listen_close(const char *path)
{
	if (!from_systemd())
		unlink(path);
}
