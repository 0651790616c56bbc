/* SPDX-License-Identifier: MIT */
/* The only file that writes sysfs. One write(2) is one store: a value is never split, and a missing attribute is not created. */
#include "controls/apply.h"

#include "machine/control.h"
#include "machine/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

int apply_setting(const struct machine *machine, const struct control *control, const char *setting)
{
	const char *text = !control->inverted ? setting : strcmp(setting, "0") == 0 ? "1" : "0";
	size_t length = strlen(text);
	int file, error = 0;

	if (machine->read_only)
		return -EROFS;
	/* A plain file of a fake tree would keep the end of a longer old value. A real attribute has no length. */
	file = openat(machine->root, control->path, O_WRONLY | O_CLOEXEC | (machine->real_root ? 0 : O_TRUNC));
	if (file < 0)
		return -errno;
	while (write(file, text, length) < 0) {
		error = -errno;
		if (error != -EINTR)
			break;
		error = 0;
	}
	close(file);
	return error;
}
