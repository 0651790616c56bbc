/* SPDX-License-Identifier: MIT */
/* For programs that cannot send unix datagrams (Node): connects systemd's notification socket and starts the program, which notifies by write(2) to
 * $LATTICE_NOTIFY_FD. */
#include "core/notify.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char number[16];
	int file;

	if (argc < 2) {
		fputs("Usage: lattice-exec PROGRAM [ARGUMENT...]\nRuns PROGRAM with $NOTIFY_SOCKET connected as descriptor $LATTICE_NOTIFY_FD.\n", stderr);
		return 2;
	}
	file = notify_connect();
	if (file >= 0) {
		snprintf(number, sizeof(number), "%d", file);
		setenv("LATTICE_NOTIFY_FD", number, 1);
	} else if (getenv("NOTIFY_SOCKET")) {
		fprintf(stderr, "lattice-exec: cannot connect to NOTIFY_SOCKET=%s: %s\n", getenv("NOTIFY_SOCKET"), strerror(errno));
	}
	execvp(argv[1], argv + 1);
	fprintf(stderr, "lattice-exec: %s: %s\n", argv[1], strerror(errno));
	return errno == ENOENT ? 127 : 126;
}
