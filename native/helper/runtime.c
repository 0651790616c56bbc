/* SPDX-License-Identifier: MIT */
/* One helper a runtime directory: a second one would take the first one's baseline for a crashed predecessor's. */
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { TRIES = 40 };

int runtime_lock(struct helper *helper)
{
	const struct timespec pause = { .tv_nsec = 25000000 };
	char path[512];
	int file;

	if (helper->options.read_only)
		return 0;
	mkdir(helper->options.runtime_directory, 0755);
	snprintf(path, sizeof(path), "%s/lock", helper->options.runtime_directory);
	file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	/* Where nothing can be kept nothing will be written either: each set then says why. */
	if (file < 0)
		return 0;
	/* A predecessor that was killed a moment ago may still be on its way out. */
	for (int i = 0; i < TRIES; i++) {
		if (flock(file, LOCK_EX | LOCK_NB) == 0)
			return 0;
		nanosleep(&pause, NULL);
	}
	fprintf(stderr, "lattice-helper: another helper holds %s: one helper a runtime directory (see --runtime-dir)\n", path);
	close(file);
	return -EBUSY;
}
