/* SPDX-License-Identifier: MIT */
/* After a driver was registered again, a CPU came back or a resume, sysfs gives ENODEV on an old descriptor. Then the file is opened again by its path. */
#include "machine/polled_file.h"

#include "base/arena.h"
#include "base/memory.h"
#include "machine/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DESCRIPTORS_FOR_OTHERS = 64 }; /* the loop, the socket, a baseline being written, the directory walks of a probe */

unsigned long polled_files_budget(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return 0;
	if (limit.rlim_cur < limit.rlim_max) {
		struct rlimit raised = { .rlim_cur = limit.rlim_max, .rlim_max = limit.rlim_max };

		if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
			limit = raised;
	}
	/* During a rescan the files of the old and the new description are open. */
	return limit.rlim_cur > DESCRIPTORS_FOR_OTHERS ? (limit.rlim_cur - DESCRIPTORS_FOR_OTHERS) / 2 : 0;
}

unsigned polled_file_add(struct machine *machine, const char *path)
{
	struct polled_file *file;

	machine->files = grow(machine->files, machine->file_count, &machine->file_room, sizeof(*file));
	file = &machine->files[machine->file_count];
	*file = (struct polled_file){ .path = arena_strdup(&machine->arena, path), .file = -1, .keep_open = machine->file_budget > 0 };
	if (file->keep_open)
		machine->file_budget--;
	return machine->file_count++;
}

static ssize_t read_opened(struct machine *machine, struct polled_file *polled, char *text, size_t room)
{
	int file = openat(machine->root, polled->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t length;

	if (file < 0)
		return -errno;
	length = pread(file, text, room - 1, 0);
	if (length < 0)
		length = -errno;
	else
		text[length] = '\0';
	if (polled->keep_open && length != -ENODEV) {
		polled->file = file;
		polled->reopened = true;
	} else {
		close(file);
	}
	return length;
}

ssize_t polled_file_read(struct machine *machine, unsigned index, char *text, size_t room)
{
	struct polled_file *polled = &machine->files[index];
	ssize_t length;

	text[0] = '\0';
	if (polled->file < 0)
		return read_opened(machine, polled, text, room);
	length = pread(polled->file, text, room - 1, 0);
	if (length >= 0) {
		text[length] = '\0';
		return length;
	}
	if (errno != ENODEV)
		return -errno;
	close(polled->file);
	polled->file = -1;
	return read_opened(machine, polled, text, room);
}

void polled_files_check(struct machine *machine)
{
	for (unsigned i = 0; i < machine->file_count; i++) {
		struct polled_file *polled = &machine->files[i];
		struct stat status;

		if (polled->file >= 0 && fstat(polled->file, &status) == 0 && status.st_nlink == 0) {
			close(polled->file);
			polled->file = -1;
		}
	}
}

void polled_files_close(struct machine *machine)
{
	for (unsigned i = 0; i < machine->file_count; i++)
		if (machine->files[i].file >= 0)
			close(machine->files[i].file);
	free(machine->files);
}
