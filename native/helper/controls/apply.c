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

/* An attribute is a plain file under its own name. In a fake tree somebody may have put a link to another file there, or a pipe that nobody reads. */
static int open_attribute(const struct machine *machine, const struct control *control)
{
	int file;

	if (machine->read_only)
		return -EROFS;
	file = openat(machine->root, control->path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	return file < 0 ? -errno : file;
}

static int store(const struct machine *machine, int file, const char *text)
{
	size_t length = strlen(text);
	int error = machine->real_root ? 0 : empty(file);

	while (!error) {
		if (pwrite(file, text, length, 0) >= 0)
			return 0;
		error = errno == EINTR ? 0 : -errno;
	}
	return error;
}

int apply_setting(const struct machine *machine, const struct control *control, const char *setting)
{
	int file = open_attribute(machine, control), error;

	if (file < 0)
		return file;
	error = store(machine, file, !control->inverted ? setting : strcmp(setting, "0") == 0 ? "1" : "0");
	close(file);
	return error;
}

/* After a driver was registered again sysfs gives ENODEV on an old descriptor; a file of a fake tree that was replaced has no name left. */
int apply_kept(const struct machine *machine, struct control *control, const char *setting)
{
	int error = -ENODEV;

	for (int tries = 0; tries < 2 && (error == -ENODEV || error == -EPERM); tries++) {
		if (control->kept < 0)
			control->kept = open_attribute(machine, control);
		if (control->kept < 0)
			return control->kept;
		error = store(machine, control->kept, setting);
		if (error == -ENODEV || error == -EPERM)
			apply_close(control);
	}
	return error;
}

void apply_close(struct control *control)
{
	if (control->kept >= 0)
		close(control->kept);
	control->kept = -1;
}
