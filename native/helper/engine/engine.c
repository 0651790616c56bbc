/* SPDX-License-Identifier: MIT */
/* It gets a hello, its frames are handled one by one, and when it goes everything is restored. */
#include "engine/engine.h"

#include "base/monotonic.h"
#include "changes/changes.h"
#include "changes/kept.h"
#include "changes/restore.h"
#include "changes/settle.h"
#include "core/helper.h"
#include "core/loop.h"
#include "core/rescan.h"
#include "engine/hello.h"
#include "engine/peer.h"
#include "engine/reply.h"
#include "engine/request.h"
#include "engine/wire.h"
#include "json/json_write.h"
#include "reflex/reflex.h"
#include "sampling/grid.h"
#include "sampling/sample.h"
#include "tasks/tasks_request.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* Ours asks for its rates as soon as it has the hello. */
static const uint64_t silence_ns = 10 * (uint64_t)NS_PER_S;
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

static void refuse(int file, const char *why)
{
	struct json json = { 0 };
	struct wire wire;

	json_open(&json, NULL, '{');
	json_string(&json, "t", "error");
	json_string(&json, "why", why);
	json_close(&json, '}');
	wire_open(&wire, file, file);
	wire_send(&wire, 'J', json.text, json.length);
	wire_flush(&wire);
	json_free(&json);
	/* Reads what it sent already: otherwise the close resets the stream before it has read our answer. */
	shutdown(file, SHUT_WR);
	wire_fill(&wire);
	wire_close(&wire);
}

static void disconnect(struct helper *helper)
{
	loop_unwatch(helper, helper->wire.in);
	helper->greeted = helper->output_waits = false;
	helper->speak_by = 0;
	kept_forget(&helper->baseline);
	if (helper->listener >= 0) {
		wire_close(&helper->wire);
		/* The next one must not get the answers to this one. */
		helper->restoring.has_id = false;
		settle_drop(helper);
	} else {
		/* Standard output may still be read: the last messages go there. */
		helper->wire.in = -1;
		helper->ending = true;
	}
	reflex_release(helper->sources.reflex);
	tasks_stop(helper);
	if (restore_needed(helper))
		restore_begin(helper, "eof", false, 0);
}

/* The end of one engine and the coming of the next may be seen in either order. */
static bool has_gone(const struct helper *helper)
{
	struct pollfd end = { .fd = helper->wire.in, .events = POLLRDHUP };

	return poll(&end, 1, 0) > 0 && end.revents & (POLLRDHUP | POLLHUP | POLLERR);
}

void engine_accept(struct helper *helper)
{
	int file = accept4(helper->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	char why[192];

	if (file < 0)
		return;
	if (!peer_may_drive(&helper->engine_user, file, why, sizeof(why))) {
		refuse(file, why);
		return;
	}
	if (engine_connected(helper) && has_gone(helper))
		disconnect(helper);
	if (engine_connected(helper)) {
		refuse(file, "another engine is connected: one at a time");
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
	if (helper->listener >= 0)
		helper->speak_by = monotonic_ns() + silence_ns;
	sample_due(helper, monotonic_ns());
	if (helper->started_restored)
		reply_restored(helper, "start", &helper->start_results);
	helper->started_restored = false;
	changes_free(&helper->start_results);
}

void engine_silence(struct helper *helper, uint64_t now)
{
	char why[96];

	/* Requests wait during a restore: it may have asked. */
	if (!helper->speak_by || now < helper->speak_by || helper->restoring.active)
		return;
	snprintf(why, sizeof(why), "nothing was asked within %llu s of the hello: the place is for an engine", (unsigned long long)(silence_ns / NS_PER_S));
	reply_error(helper, why);
	wire_flush(&helper->wire);
	disconnect(helper);
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
			helper->speak_by = 0;
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
