/* SPDX-License-Identifier: MIT */
/* Files read again and again: kept open while descriptors last, since open and close cost more than the read. */
#ifndef LATTICE_KEPT_FILE_H
#define LATTICE_KEPT_FILE_H
#include "machine/machine.h"

struct kept_file {
	const char *path;
	int file;      /* -1 while closed */
	bool reopened; /* since this was last looked at: a counter behind it may have begun anew */
	bool keep;     /* false when descriptors ran out: open, read, close */
};

unsigned kept_file_add(struct machine *machine, const char *path);
/* The file's text, NUL-terminated; its length or -errno. */
ssize_t kept_file_read(struct machine *machine, unsigned file, char *text, size_t room);
/* Closes kept descriptors whose file was removed or replaced: a fake tree's file system gives no ENODEV as sysfs does. */
void kept_files_check(struct machine *machine);
void kept_files_close(struct machine *machine);
/* Raises the soft limit to the hard one; how many descriptors kept files may take. */
unsigned long kept_files_budget(void);
#endif
