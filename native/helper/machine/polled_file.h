/* SPDX-License-Identifier: MIT */
/* A file that is read again and again. Its descriptor stays open while there are enough, since open and close cost more than the read. */
#ifndef LATTICE_POLLED_FILE_H
#define LATTICE_POLLED_FILE_H
#include <stdbool.h>
#include <sys/types.h>

struct machine;

struct polled_file {
	const char *path;
	int file;       /* -1 while closed */
	bool reopened;  /* since this was last looked at: a counter behind it may have started again */
	bool keep_open; /* false when descriptors ran out: open, read, close */
};

/* Returns its index. */
unsigned polled_file_add(struct machine *machine, const char *path);
/* The file's text, NUL-terminated; its length or -errno. */
ssize_t polled_file_read(struct machine *machine, unsigned file, char *text, size_t room);
/* Closes descriptors of files that were removed or replaced: a fake tree's file system gives no ENODEV as sysfs does. */
void polled_files_check(struct machine *machine);
void polled_files_close(struct machine *machine);
/* Raises the soft limit to the hard one; how many descriptors may stay open. */
unsigned long polled_files_budget(void);
#endif
