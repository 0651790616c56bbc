/* SPDX-License-Identifier: MIT */
/* The byte stream to the engine: length-prefixed frames, a bounded queue out, whole frames in. Nothing here blocks. */
#ifndef LATTICE_WIRE_H
#define LATTICE_WIRE_H
#include "base/bytes.h"

#include <stdbool.h>
#include <stddef.h>

enum { FRAME_LIMIT = 4 * 1024 * 1024, FRAME_HEAD = 5, SAMPLES_LIMIT = 2 * 1024 * 1024, QUEUE_LIMIT = 16 * 1024 * 1024 };

struct wire {
	int in, out; /* -1 while no engine is connected */
	struct bytes queued, received;
	size_t sent; /* of queued */
	unsigned long dropped; /* samples, since the engine reads too slowly */
	bool broken; /* the other side is gone, or the stream can no longer be parsed */
};

enum wire_next { WIRE_NONE, WIRE_FRAME, WIRE_MALFORMED, WIRE_LOST };

void wire_open(struct wire *wire, int in, int out);
void wire_close(struct wire *wire);
/* Appends a whole frame, head and body. */
void frame_append(struct bytes *bytes, char type, const void *body, size_t length);
void wire_send(struct wire *wire, char type, const void *body, size_t length);
/* Sends frames that were made before. They are dropped when the engine does not keep up. */
void wire_send_samples(struct wire *wire, const struct bytes *frames, unsigned count);
/* Writes what the kernel takes now; true when something is left. */
bool wire_flush(struct wire *wire);
/* Reads what is there; false at the end of the stream. */
bool wire_fill(struct wire *wire);
/* The next frame that came in; its body is valid until wire_done. MALFORMED: answer with an error and go on; LOST: and end. */
enum wire_next wire_next(struct wire *wire, const char **body, size_t *length, const char **why);
void wire_done(struct wire *wire);
#endif
