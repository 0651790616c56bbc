/* SPDX-License-Identifier: MIT */
/* Frames: however the stream is cut, the same frames come out, and no byte of one is another's. The first byte of the input says how it is cut. */
#include "engine/wire.h"
#include "fuzz/fuzz.h"

#include <endian.h>
#include <sys/socket.h>
#include <unistd.h>

/* Moves past the frame at *at as wire.h describes it, and says what it is. */
static enum wire_next walk(const uint8_t *stream, size_t size, size_t *at, const uint8_t **body, size_t *length)
{
	uint32_t frame;

	if (size - *at < sizeof(frame))
		return WIRE_NONE;
	memcpy(&frame, stream + *at, sizeof(frame));
	frame = le32toh(frame);
	if (frame > FRAME_LIMIT)
		return WIRE_LOST;
	if (size - *at - sizeof(frame) < frame)
		return WIRE_NONE;
	*body = stream + *at + FRAME_HEAD;
	*length = frame ? frame - 1 : 0;
	*at += sizeof(frame) + frame;
	return frame && (*body)[-1] == 'J' ? WIRE_FRAME : WIRE_MALFORMED;
}

/* Takes what has come whole; false when the stream is lost. */
static int take(struct wire *wire, const uint8_t *stream, size_t size, size_t *at)
{
	for (;;) {
		const uint8_t *expected = NULL;
		const char *body, *why;
		size_t expected_length = 0, length;
		enum wire_next next = wire_next(wire, &body, &length, &why), wanted = walk(stream, size, at, &expected, &expected_length);

		MUST(next == wanted);
		if (next == WIRE_NONE || next == WIRE_LOST)
			return next == WIRE_NONE;
		if (next == WIRE_FRAME)
			MUST(length == expected_length && memcmp(body, expected, length) == 0);
		wire_done(wire);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire wire;
	int pair[2];
	unsigned cuts;
	size_t given = 0, at = 0;

	if (!size)
		return 0;
	cuts = data[0];
	data++;
	size--;
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
	wire_open(&wire, pair[0], pair[0]);
	while (given < size) {
		size_t piece;

		cuts = cuts * 1103515245 + 12345;
		piece = (cuts >> 16) % 64 + 1;
		piece = piece < size - given ? piece : size - given;
		MUST(write(pair[1], data + given, piece) == (ssize_t)piece);
		given += piece;
		MUST(wire_fill(&wire));
		if (!take(&wire, data, given, &at))
			break;
		MUST(wire.received.length == given - at);
	}
	wire_close(&wire);
	close(pair[1]);
	return 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}
