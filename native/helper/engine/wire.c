/* SPDX-License-Identifier: MIT */
/* Framing: u32 little-endian length of what follows, a type byte, the body. */
#include "engine/wire.h"

#include "base/bytes.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void set_nonblocking(int file)
{
	int flags = fcntl(file, F_GETFL);

	if (flags >= 0)
		fcntl(file, F_SETFL, flags | O_NONBLOCK);
}

void wire_open(struct wire *wire, int in, int out)
{
	*wire = (struct wire){ .in = in, .out = out };
	set_nonblocking(in);
	set_nonblocking(out);
}

void wire_close(struct wire *wire)
{
	if (wire->in >= 0)
		close(wire->in);
	if (wire->out >= 0 && wire->out != wire->in)
		close(wire->out);
	free(wire->queued.data);
	free(wire->received.data);
	*wire = (struct wire){ .in = -1, .out = -1 };
}

void frame_append(struct bytes *bytes, char type, const void *body, size_t length)
{
	uint32_t size = htole32((uint32_t)length + 1);

	bytes_append(bytes, &size, sizeof(size));
	bytes_append(bytes, &type, 1);
	bytes_append(bytes, body, length);
}

void wire_send(struct wire *wire, char type, const void *body, size_t length)
{
	if (wire->out < 0 || wire->broken)
		return;
	if (wire->queued.length - wire->sent + length > QUEUE_LIMIT) {
		wire->broken = true;
		return;
	}
	frame_append(&wire->queued, type, body, length);
}

void wire_send_samples(struct wire *wire, const struct bytes *frames, unsigned count)
{
	if (wire->out < 0 || wire->broken)
		return;
	if (wire->queued.length - wire->sent > SAMPLES_LIMIT)
		wire->dropped += count;
	else
		bytes_append(&wire->queued, frames->data, frames->length);
}

bool wire_flush(struct wire *wire)
{
	while (!wire->broken && wire->out >= 0 && wire->sent < wire->queued.length) {
		ssize_t taken = write(wire->out, wire->queued.data + wire->sent, wire->queued.length - wire->sent);

		if (taken >= 0)
			wire->sent += (size_t)taken;
		else if (errno == EAGAIN)
			return true;
		else if (errno != EINTR)
			wire->broken = true;
	}
	wire->sent = wire->queued.length = 0;
	return false;
}

bool wire_fill(struct wire *wire)
{
	char buffer[16384];
	ssize_t taken = read(wire->in, buffer, sizeof(buffer));

	if (taken > 0)
		bytes_append(&wire->received, buffer, (size_t)taken);
	return taken > 0 || (taken < 0 && (errno == EAGAIN || errno == EINTR));
}

enum wire_next wire_next(struct wire *wire, const char **body, size_t *length, const char **why)
{
	const struct bytes *received = &wire->received;
	uint32_t size;

	if (received->length < sizeof(size))
		return WIRE_NONE;
	memcpy(&size, received->data, sizeof(size));
	size = le32toh(size);
	if (size > FRAME_LIMIT) {
		*why = "a frame longer than 4 MiB: the stream cannot be parsed any more";
		return WIRE_LOST;
	}
	if (received->length < sizeof(size) + size)
		return WIRE_NONE;
	*body = received->data + FRAME_HEAD;
	*length = size ? size - 1 : 0;
	if (size && received->data[sizeof(size)] == 'J')
		return WIRE_FRAME;
	*why = size ? "a frame whose type is not J" : "an empty frame";
	return WIRE_MALFORMED;
}

void wire_done(struct wire *wire)
{
	uint32_t size;

	memcpy(&size, wire->received.data, sizeof(size));
	size = le32toh(size) + (uint32_t)sizeof(size);
	wire->received.length -= size;
	memmove(wire->received.data, wire->received.data + size, wire->received.length);
}
