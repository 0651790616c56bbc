/* SPDX-License-Identifier: MIT */
/* The only file that writes sysfs. One write(2) is one store: a value is never split, and a missing attribute is not created. */
#include "controls/apply.h"

#include "machine/control.h"
#include "machine/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A plain file of a fake tree would keep the end of a longer old value; a real attribute has no length. One with two names is not the tree's own. */
static int empty(int file)
{
	struct stat status;

	if (fstat(file, &status) < 0)
		return -errno;
	if (!S_ISREG(status.st_mode) || status.st_nlink != 1)
		return -EPERM;
	return ftruncate(file, 0) < 0 ? -errno : 0;
}

int apply_setting(const struct machine *machine, const struct control *control, const char *setting)
{
	const char *text = !control->inverted ? setting : strcmp(setting, "0") == 0 ? "1" : "0";
	size_t length = strlen(text);
	int file, error = 0;

	if (machine->read_only)
		return -EROFS;
	/* An attribute is a plain file under its own name. In a fake tree somebody may have put a link to another file there, or a pipe that nobody reads. */
	file = openat(machine->root, control->path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (file < 0)
		return -errno;
	if (!machine->real_root)
		error = empty(file);
	while (!error && write(file, text, length) < 0)
		error = errno == EINTR ? 0 : -errno;
	close(file);
	return error;
}
