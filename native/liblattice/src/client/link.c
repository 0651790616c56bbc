/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "client/link.h"

static const int64_t first_pause = 500 * 1000000LL, longest_pause = 30 * 1000000000LL;

/* False, and no place, where snprintf's result says that it did not fit. */
static bool fits(char *place, int length)
{
	bool whole = length >= 0 && length < longest_path;
	if (!whole)
		place[0] = '\0';
	return whole;
}

/* $XDG_RUNTIME_DIR/NAME, else NAME-UID where temporary files are: as the daemon has it (src/control/paths.ts). */
static bool own_place(char *place, const char *name)
{
	const char *runtime = secure_getenv("XDG_RUNTIME_DIR"), *temporary = secure_getenv("TMPDIR");
	if (runtime != NULL && runtime[0] == '/')
		return fits(place, snprintf(place, longest_path, "%s/%s/heartbeat.sock", runtime, name));
	if (temporary == NULL || temporary[0] == '\0')
		temporary = "/tmp";
	return fits(place, snprintf(place, longest_path, "%s/%s-%u/heartbeat.sock", temporary, name, (unsigned)getuid()));
}

bool link_begin(struct link *link, const char *path)
{
	*link = (struct link){ .fd = -1, .pause = first_pause };
	if (path == NULL)
		path = secure_getenv("LATTICE_HEARTBEAT_SOCKET");
	if (path != NULL)
		return path[0] != '\0' && fits(link->places[0], snprintf(link->places[0], longest_path, "%s", path));
	const char *system = "/run/lattice/heartbeat.sock";
	bool is_root = getuid() == 0;
	unsigned at = 0;
	if (is_root)
		strcpy(link->places[at++], system);
	else
		at += own_place(link->places[at], "lattice");
	at += own_place(link->places[at], "lattice-simulated");
	if (!is_root)
		strcpy(link->places[at], system);
	return true;
}

static bool is_ours(const struct link *link)
{
	struct stat now;
	return link->fd >= 0 && fstat(link->fd, &now) == 0 && now.st_dev == link->device && now.st_ino == link->inode;
}

void link_drop(struct link *link)
{
	if (is_ours(link))
		close(link->fd);
	link->fd = -1;
	link->pause = first_pause;
	link->again = 0;
}

static bool reach(struct link *link, const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	memcpy(address.sun_path, path, longest_path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	/* A program without standard output would print into it. */
	if (fd <= STDERR_FILENO) {
		int higher = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
		close(fd);
		fd = higher;
	}
	struct stat made;
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0 && fstat(fd, &made) == 0) {
		link->fd = fd;
		link->device = made.st_dev;
		link->inode = made.st_ino;
		return true;
	}
	if (fd >= 0)
		close(fd);
	return false;
}

/* Reads what the daemon says: only that lines are bad. False at its end. */
static bool heard(const struct link *link, uint64_t *refused)
{
	char said[512];
	for (int i = 0; i < 8; i++) {
		ssize_t size = recv(link->fd, said, sizeof said, MSG_DONTWAIT);
		if (size < 0)
			return errno == EAGAIN || errno == EINTR;
		if (size == 0)
			return false;
		for (ssize_t at = 0; at < size; at++)
			*refused += said[at] == '\n';
	}
	return true;
}

bool link_ready(struct link *link, int64_t now, uint64_t *refused)
{
	if (link->fd >= 0) {
		if (is_ours(link) && heard(link, refused))
			return true;
		link_drop(link);
	}
	if (now < link->again)
		return false;
	for (unsigned i = 0; i < most_places && link->places[i][0] != '\0'; i++)
		if (reach(link, link->places[i])) {
			link->pause = first_pause;
			link->reached++;
			return true;
		}
	link->again = now + link->pause;
	link->pause = 2 * link->pause < longest_pause ? 2 * link->pause : longest_pause;
	return false;
}

enum sent link_send(struct link *link, const char *line, size_t size)
{
	ssize_t took = send(link->fd, line, size, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (took == (ssize_t)size)
		return sent_whole;
	/* Where the next line begins could not be told after a part of one. A daemon that reads too slowly is no reason to leave it. */
	if (took >= 0 || (errno != EAGAIN && errno != EINTR))
		link_drop(link);
	return sent_lost;
}
