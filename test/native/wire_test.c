/* SPDX-License-Identifier: MIT */
/* Frames over a socket pair: cut anywhere, of a wrong type, too long; a reader that does not read. */
#include "base/bytes.h"
#include "engine/wire.h"
#include "check.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct wire wire;
static int other;

static void open_pair(void)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		abort();
	wire_open(&wire, pair[0], pair[0]);
	other = pair[1];
}

static void close_pair(void)
{
	wire_close(&wire);
	close(other);
}

static void give(const void *bytes, size_t length)
{
	CHECK(write(other, bytes, length) == (ssize_t)length);
	CHECK(wire_fill(&wire));
}

static void cut_anywhere(void)
{
	static const char frames[] = "\x03\0\0\0J{}\x03\0\0\0J[]";
	const char *body, *why;
	size_t length;
	unsigned whole = 0;

	open_pair();
	for (size_t i = 0; i < sizeof(frames) - 1; i++) {
		give(frames + i, 1);
		while (wire_next(&wire, &body, &length, &why) == WIRE_FRAME) {
			CHECK(length == 2 && memcmp(body, whole ? "[]" : "{}", 2) == 0);
			whole++;
			wire_done(&wire);
		}
	}
	CHECK(whole == 2);
	close_pair();
}

static void malformed(void)
{
	const char *body, *why;
	size_t length;

	open_pair();
	give("\0\0\0\0\x02\0\0\0Sx\x01\0\0\0J", 15);
	CHECK(wire_next(&wire, &body, &length, &why) == WIRE_MALFORMED);
	wire_done(&wire);
	CHECK(wire_next(&wire, &body, &length, &why) == WIRE_MALFORMED);
	wire_done(&wire);
	CHECK(wire_next(&wire, &body, &length, &why) == WIRE_FRAME && length == 0);
	wire_done(&wire);
	CHECK(wire_next(&wire, &body, &length, &why) == WIRE_NONE);
	give("\x01\0\x40\0", 4);
	CHECK(wire_next(&wire, &body, &length, &why) == WIRE_LOST);
	close_pair();
}

static void reader_sleeps(void)
{
	struct bytes sample = { 0 };
	char *body = calloc(1, 64 * 1024);

	open_pair();
	frame_append(&sample, 'S', body, 64 * 1024);
	for (int i = 0; i < 100; i++) {
		wire_send_samples(&wire, &sample, 1);
		CHECK(wire_flush(&wire) || i < 4);
	}
	CHECK(wire.dropped > 50 && wire.dropped < 100 && !wire.broken);
	CHECK(wire.queued.length - wire.sent < 3 * 1024 * 1024);
	/* Messages are not dropped, but a queue without end is the end. */
	for (int i = 0; i < 400; i++)
		wire_send(&wire, 'J', body, 64 * 1024);
	CHECK(wire.broken);
	free(sample.data);
	free(body);
	close_pair();
}

static void end_of_stream(void)
{
	open_pair();
	close(other);
	CHECK(!wire_fill(&wire));
	wire_send(&wire, 'J', "{}", 2);
	wire_flush(&wire);
	CHECK(wire.broken);
	wire_close(&wire);
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	cut_anywhere();
	malformed();
	reader_sleeps();
	end_of_stream();
	return check_result();
}
