/* SPDX-License-Identifier: MIT */
/* Who may be the engine: the socket's mode lets its whole group connect, but that group is for latticectl. */
#ifndef LATTICE_PEER_H
#define LATTICE_PEER_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct options;

/* The engine's user, looked up once. */
struct engine_user {
	const char *name;
	bool exists;
	uid_t uid;
};

/* 0, or -ENOENT after a message for a user who was named and is not there. */
int engine_user_find(struct engine_user *user, const struct options *options);
/* Is the other end of this connection root, our own user or the engine's? Else `why` says who may. */
bool peer_may_drive(const struct engine_user *user, int file, char *why, size_t room);
#endif
