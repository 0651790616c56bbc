/* SPDX-License-Identifier: MIT */
/* Grows to twice what is needed, so that appending seldom allocates. */
#include "base/bytes.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void bytes_append(struct bytes *bytes, const void *data, size_t length)
{
	if (bytes->length + length > bytes->room) {
		char *grown = must_alloc((bytes->length + length) * 2);

		if (bytes->length)
			memcpy(grown, bytes->data, bytes->length);
		free(bytes->data);
		bytes->data = grown;
		bytes->room = (bytes->length + length) * 2;
	}
	if (length)
		memcpy(bytes->data + bytes->length, data, length);
	bytes->length += length;
}
