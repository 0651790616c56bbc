/* SPDX-License-Identifier: MIT */
/* One helper for each machine and runtime directory: a second one would think that the first one's baseline is left from a crash, and restore it. */
#include "core/runtime.h"

#include "core/helper.h"
#include "core/options.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { TRIES = 40 };

static int lock_directory(const char *directory, const char *meaning)
{
	const struct timespec pause = { .tv_nsec = 25000000 };
	char path[512];
	int file;

	mkdir(directory, 0755);
	snprintf(path, sizeof(path), "%s/lock", directory);
	file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	/* Where no baseline can be saved nothing will be written to sysfs either: each set then says why. */
	if (file < 0)
		return 0;
	/* A helper that was killed a moment ago may still be exiting. */
	for (int i = 0; i < TRIES; i++) {
		if (flock(file, LOCK_EX | LOCK_NB) == 0)
			return 0;
		nanosleep(&pause, NULL);
	}
	fprintf(stderr, "lattice-helper: another helper holds %s: %s\n", path, meaning);
	close(file);
	return -EBUSY;
}

int runtime_lock(struct helper *helper)
{
	const struct options *options = &helper->options;
	bool machine = strcmp(options->root, "/") == 0 && strcmp(options->runtime_directory, RUNTIME_DIRECTORY) != 0;

	if (options->read_only)
		return 0;
	/* Helpers with other runtime directories would still write to the same machine. */
	if (machine && lock_directory(RUNTIME_DIRECTORY, "one helper a machine") < 0)
		return -EBUSY;
	return lock_directory(options->runtime_directory, "one helper a runtime directory (see --runtime-dir)");
}
