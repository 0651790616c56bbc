/* SPDX-License-Identifier: MIT */
/* It gets a hello, its frames are handled one by one, and when it goes everything is restored. */
#include "engine/engine.h"

#include "base/monotonic.h"
#include "changes/changes.h"
#include "changes/restore.h"
#include "core/helper.h"
#include "core/loop.h"
#include "core/rescan.h"
#include "engine/hello.h"
#include "engine/reply.h"
#include "engine/request.h"
#include "engine/wire.h"
#include "sampling/grid.h"
#include "sampling/sample.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { UNREAD_LIMIT = FRAME_LIMIT + 64 * 1024 };

bool engine_connected(const struct helper *helper)
{
	return helper->wire.in >= 0;
}

int engine_stdio(struct helper *helper)
{
	int error;

	wire_open(&helper->wire, STDIN_FILENO, STDOUT_FILENO);
	error = loop_watch(helper, STDIN_FILENO, SOURCE_ENGINE_IN, EPOLLIN);
	if (error < 0)
		fprintf(stderr, "lattice-helper: --stdio: standard input is no pipe or socket (%s)\n", strerror(-error));
	return error;
}

static void refuse_second(int file)
{
	static const char text[] = "{\"t\":\"error\",\"why\":\"another engine is connected: one at a time\"}";
	struct wire wire;

	wire_open(&wire, file, file);
	wire_send(&wire, 'J', text, sizeof(text) - 1);
	wire_flush(&wire);
	/* Reads what it sent already: otherwise the close resets the stream before it has read our answer. */
	shutdown(file, SHUT_WR);
	wire_fill(&wire);
	wire_close(&wire);
}

void engine_accept(struct helper *helper)
{
	int file = accept4(helper->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (file < 0)
		return;
	if (engine_connected(helper)) {
		refuse_second(file);
		return;
	}
	wire_open(&helper->wire, file, file);
	helper->greeted = false;
	loop_watch(helper, file, SOURCE_ENGINE_IN, EPOLLIN);
}

void engine_greet(struct helper *helper)
{
	struct sampling *sampling = &helper->sampling;

	sampling->held.length = sampling->held_count = 0;
	sampling_rates(sampling);
	if (helper->listener >= 0)
		rescan_run(helper);
	helper->signature = hello_signature(helper->machine);
	sampling_reset(sampling, helper->machine);
	hello_send(helper);
	sample_due(helper, monotonic_ns());
	if (helper->started_restored)
		reply_restored(helper, "start", &helper->start_results);
	helper->started_restored = false;
	changes_free(&helper->start_results);
}

static void disconnect(struct helper *helper)
{
	loop_unwatch(helper, helper->wire.in);
	helper->greeted = helper->output_waits = false;
	if (helper->listener >= 0) {
		wire_close(&helper->wire);
	} else {
		/* Standard output may still be read: the last messages go there. */
		helper->wire.in = -1;
		helper->ending = true;
	}
	if (restore_needed(helper))
		restore_begin(helper, "eof", false, 0);
}

void engine_receive(struct helper *helper)
{
	if (!engine_connected(helper))
		return;
	if (!wire_fill(&helper->wire) || helper->wire.received.length > UNREAD_LIMIT)
		disconnect(helper);
}

/* Requests wait during a restore: a set in between would be mixed with it. */
void engine_handle(struct helper *helper)
{
	const char *body, *why;
	size_t length;

	while (engine_connected(helper) && helper->greeted && !helper->restoring.active) {
		enum wire_next next = wire_next(&helper->wire, &body, &length, &why);

		if (next == WIRE_NONE)
			return;
		if (next == WIRE_FRAME)
			request_handle(helper, body, length);
		else
			reply_error(helper, why);
		if (next == WIRE_LOST) {
			wire_flush(&helper->wire);
			disconnect(helper);
			return;
		}
		wire_done(&helper->wire);
	}
}

void engine_flush(struct helper *helper)
{
	struct wire *wire = &helper->wire;
	bool more = wire_flush(wire);

	if (wire->broken && engine_connected(helper)) {
		disconnect(helper);
		return;
	}
	if (wire->dropped && !more) {
		char why[96];

		snprintf(why, sizeof(why), "%lu samples were dropped: the engine reads too slowly", wire->dropped);
		wire->dropped = 0;
		reply_notice(helper, "samples", why);
		more = wire_flush(wire);
	}
	if (wire->out < 0 || more == helper->output_waits)
		return;
	helper->output_waits = more;
	if (wire->out == wire->in)
		loop_watch(helper, wire->out, SOURCE_ENGINE_IN, EPOLLIN | (more ? EPOLLOUT : 0));
	else if (more)
		loop_watch(helper, wire->out, SOURCE_ENGINE_OUT, EPOLLOUT);
	else
		loop_unwatch(helper, wire->out);
}
