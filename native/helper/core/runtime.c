/* SPDX-License-Identifier: MIT */
/* One helper for each machine and runtime directory: a second one would think that the first one's baseline is left from a crash, and restore it. */
#include "core/runtime.h"

#include "base/trusted.h"
#include "core/helper.h"
#include "core/options.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { TRIES = 40 };

static int lock_directory(const char *directory, const char *meaning)
{
	const struct timespec pause = { .tv_nsec = 25000000 };
	char untrusted[TRUSTED_WHY_ROOM];
	int folder = trusted_folder(directory, true, untrusted), file;

	if (untrusted[0])
		fprintf(stderr, "lattice-helper: %s; remove it, or use another --runtime-dir\n", untrusted);
	/* Where no baseline can be saved nothing will be written to sysfs either: each set then says why. */
	if (folder < 0)
		return untrusted[0] ? folder : 0;
	file = trusted_file(folder, "lock", O_RDWR | O_CREAT, 0644);
	close(folder);
	if (file == -EPERM)
		fprintf(stderr, "lattice-helper: %s/lock is not trusted: expected a plain file of root or this user, with one name; remove it\n", directory);
	if (file < 0)
		return file == -EPERM ? file : 0;
	/* A helper that was killed a moment ago may still be exiting. */
	for (int i = 0; i < TRIES; i++) {
		if (flock(file, LOCK_EX | LOCK_NB) == 0)
			return 0;
		nanosleep(&pause, NULL);
	}
	fprintf(stderr, "lattice-helper: another helper holds %s/lock: %s\n", directory, meaning);
	close(file);
	return -EBUSY;
}

int runtime_lock(struct helper *helper)
{
	const struct options *options = &helper->options;
	int error;
	bool machine = strcmp(options->root, "/") == 0 && strcmp(options->runtime_directory, RUNTIME_DIRECTORY) != 0;

	if (options->read_only)
		return 0;
	/* Helpers with other runtime directories would still write to the same machine. */
	if (machine && (error = lock_directory(RUNTIME_DIRECTORY, "one helper a machine")) < 0)
		return error;
	return lock_directory(options->runtime_directory, "one helper a runtime directory (see --runtime-dir)");
}
