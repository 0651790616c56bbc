/* SPDX-License-Identifier: MIT */
/* SO_PEERCRED is what the kernel noted when the other end connected: nobody can claim another uid. */
#include "engine/peer.h"

#include "core/options.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int engine_user_find(struct engine_user *user, const struct options *options)
{
	const struct passwd *entry;

	*user = (struct engine_user){ .name = options->engine_user ? options->engine_user : ENGINE_USER };
	entry = getpwnam(user->name);
	if (entry) {
		user->exists = true;
		user->uid = entry->pw_uid;
	} else if (options->engine_user) {
		fprintf(stderr, "lattice-helper: --engine-user %s: there is no such user\n", user->name);
		return -ENOENT;
	}
	return 0;
}

bool peer_may_drive(const struct engine_user *user, int file, char *why, size_t room)
{
	struct ucred peer;
	socklen_t length = sizeof(peer);
	char own[32] = "";

	if (getsockopt(file, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0 || length != sizeof(peer)) {
		snprintf(why, room, "the kernel does not tell who is connected");
		return false;
	}
	if (peer.uid == 0 || peer.uid == geteuid() || (user->exists && peer.uid == user->uid))
		return true;
	if (geteuid() != 0)
		snprintf(own, sizeof(own), ", uid %u", (unsigned)geteuid());
	snprintf(why, room, "only root%s and the user %s may drive the helper, not uid %u; members of its group ask the engine (latticectl)", own, user->name, (unsigned)peer.uid);
	return false;
}
