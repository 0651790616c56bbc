/* SPDX-License-Identifier: MIT */
/* The connection to a daemon. Everything here is safe in signal handlers, and nothing waits. */
#ifndef LINK_H
#define LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* sun_path with its final 0. */
enum { longest_path = 108, most_places = 3 };

struct link {
	/* Where a daemon may be, nearest first; an empty path ends the list. */
	char places[most_places][longest_path];
	/* -1: there is none. The file that it was, since a program may close descriptors that it does not know, and open others under their number. */
	int fd;
	dev_t device;
	ino_t inode;
	/* When it is tried again, and how long after that; ns of the monotonic clock. */
	int64_t again, pause;
	/* How often a daemon was reached. */
	uint64_t reached;
};

enum sent { sent_whole, sent_lost };

/* False for a path that the kernel would cut. NULL: the environment says, or the usual places. */
bool link_begin(struct link *link, const char *path);
/* Whether there is a connection, made now if need be. `refused` grows by the lines with which the daemon answered. */
bool link_ready(struct link *link, int64_t now, uint64_t *refused);
enum sent link_send(struct link *link, const char *line, size_t size);
/* Lets go of the connection; tried again at once. */
void link_drop(struct link *link);

#endif
