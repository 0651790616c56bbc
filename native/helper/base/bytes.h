/* SPDX-License-Identifier: MIT */
/* A growing buffer. */
#ifndef LATTICE_BYTES_H
#define LATTICE_BYTES_H
#include <stddef.h>

struct bytes {
	char *data;
	size_t length, room;
};

void bytes_append(struct bytes *bytes, const void *data, size_t length);
#endif
