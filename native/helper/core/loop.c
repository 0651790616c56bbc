/* SPDX-License-Identifier: MIT */
/* One timer is set to the earliest deadline (CLOCK_MONOTONIC, absolute). Nothing sleeps: a settle time, a lease and the next sample are all deadlines. */
#include "core/loop.h"

#include "base/monotonic.h"
#include "changes/restore.h"
#include "changes/settle.h"
#include "core/helper.h"
#include "core/notify.h"
#include "core/options.h"
#include "core/rescan.h"
#include "core/uevent.h"
#include "engine/engine.h"
#include "engine/listen.h"
#include "gpu/gpu_run.h"
#include "machine/machine.h"
#include "reflex/reflex.h"
#include "reflex/reflex_helper.h"
#include "sampling/grid.h"
#include "sampling/sample.h"
#include "tasks/tasks_request.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { EVENTS = 8 };

struct loop {
	int timer, signals, uevents;
	uint64_t armed;
};

static int watch(struct helper *helper, int file, uint64_t tag, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.u64 = tag };

	if (epoll_ctl(helper->epoll, EPOLL_CTL_ADD, file, &event) < 0 && (errno != EEXIST || epoll_ctl(helper->epoll, EPOLL_CTL_MOD, file, &event) < 0))
		return -errno;
	return 0;
}

int loop_watch(struct helper *helper, int file, enum source source, uint32_t events)
{
	return watch(helper, file, source, events);
}

int loop_watch_gpu(struct helper *helper, int file, unsigned gpu)
{
	return watch(helper, file, SOURCE_GPU | (uint64_t)gpu << 32, EPOLLIN);
}

void loop_unwatch(struct helper *helper, int file)
{
	epoll_ctl(helper->epoll, EPOLL_CTL_DEL, file, NULL);
}

static void keep_earliest(uint64_t *earliest, uint64_t deadline)
{
	if (deadline && (!*earliest || deadline < *earliest))
		*earliest = deadline;
}

static void arm(struct helper *helper, struct loop *loop)
{
	struct itimerspec when = { 0 };
	uint64_t next = 0;

	keep_earliest(&next, helper->sample_at);
	keep_earliest(&next, helper->rung_at);
	keep_earliest(&next, helper->lease_until);
	keep_earliest(&next, helper->rescan_at);
	keep_earliest(&next, helper->watchdog_at);
	keep_earliest(&next, helper->speak_by);
	keep_earliest(&next, settle_due(helper));
	keep_earliest(&next, gpu_due(helper));
	keep_earliest(&next, reflex_due(helper->sources.reflex));
	keep_earliest(&next, tasks_due(helper));
	if (helper->restoring.active)
		keep_earliest(&next, helper->restoring.due);
	if (next == loop->armed)
		return;
	when.it_value.tv_sec = (time_t)(next / (uint64_t)NS_PER_S);
	when.it_value.tv_nsec = (long)(next % (uint64_t)NS_PER_S);
	timerfd_settime(loop->timer, TFD_TIMER_ABSTIME, &when, NULL);
	loop->armed = next;
}

static void run_deadlines(struct helper *helper)
{
	uint64_t now = monotonic_ns();

	reflex_run(helper->sources.reflex, now);
	if (helper->lease_until && now >= helper->lease_until)
		restore_begin(helper, "lease", false, 0);
	settle_run(helper, now);
	restore_run(helper, now);
	if (helper->rescan_at && now >= helper->rescan_at && !helper->restoring.active)
		rescan_run(helper);
	if (engine_connected(helper) && !helper->greeted && !helper->restoring.active && !helper->ending)
		engine_greet(helper);
	engine_silence(helper, now);
	gpu_run(helper, now);
	sample_run(helper, now);
	ladder_run(helper, now);
	tasks_run(helper, now);
	if (helper->watchdog_at && now >= helper->watchdog_at) {
		notify_send("WATCHDOG=1");
		helper->watchdog_at = now + notify_watchdog_ns();
	}
}

static void take_signal(struct helper *helper, int file)
{
	struct signalfd_siginfo signal;

	if (read(file, &signal, sizeof(signal)) != sizeof(signal))
		return;
	helper->ending = true;
	if (restore_needed(helper))
		restore_begin(helper, "signal", false, 0);
}

static void dispatch(struct helper *helper, struct loop *loop, const struct epoll_event *event)
{
	uint64_t expirations;

	switch ((enum source)(uint32_t)event->data.u64) {
	case SOURCE_TIMER:
		if (read(loop->timer, &expirations, sizeof(expirations)) == sizeof(expirations))
			loop->armed = 0;
		break;
	case SOURCE_SIGNALS:
		take_signal(helper, loop->signals);
		break;
	case SOURCE_ENGINE_IN:
		if (event->events & (EPOLLIN | EPOLLHUP | EPOLLERR))
			engine_receive(helper);
		break;
	case SOURCE_ENGINE_OUT:
		break; /* the flush before the next wait does it */
	case SOURCE_LISTENER:
		engine_accept(helper);
		break;
	case SOURCE_GPU:
		gpu_event(helper, (unsigned)(event->data.u64 >> 32));
		break;
	case SOURCE_REFLEX:
		reflex_receive(helper);
		break;
	case SOURCE_TASKS:
		tasks_loaded(helper);
		break;
	case SOURCE_UEVENTS:
		uevent_receive(helper, loop->uevents);
		break;
	}
}

static int open_sources(struct helper *helper, struct loop *loop)
{
	sigset_t set;
	int error;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	*loop = (struct loop){ .timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK), .signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK), .uevents = -1 };
	helper->epoll = epoll_create1(EPOLL_CLOEXEC);
	helper->wire.in = helper->wire.out = helper->listener = -1;
	if (loop->timer < 0 || loop->signals < 0 || helper->epoll < 0)
		return -errno;
	loop_watch(helper, loop->timer, SOURCE_TIMER, EPOLLIN);
	loop_watch(helper, loop->signals, SOURCE_SIGNALS, EPOLLIN);
	if (helper->machine->real_root && (loop->uevents = uevent_open()) >= 0)
		loop_watch(helper, loop->uevents, SOURCE_UEVENTS, EPOLLIN);
	reflex_listen(helper);
	if (helper->options.mode == MODE_STDIO)
		return engine_stdio(helper);
	error = engine_user_find(&helper->engine_user, &helper->options);
	if (error < 0)
		return error;
	helper->listener = listen_open(helper->options.socket_path);
	if (helper->listener < 0)
		return helper->listener;
	error = loop_watch(helper, helper->listener, SOURCE_LISTENER, EPOLLIN);
	return error;
}

int helper_run(struct helper *helper)
{
	struct epoll_event events[EVENTS];
	struct loop loop;
	int count = open_sources(helper, &loop);

	if (count < 0)
		return 1;
	hotplug_seen(helper);
	sampling_rates(&helper->sampling);
	if (restore_needed(helper)) {
		helper->started_restored = true;
		restore_begin(helper, "start", false, 0);
	}
	/* With --stdio the notification socket, if any, belongs to the engine. */
	if (helper->options.mode == MODE_SOCKET) {
		notify_send("READY=1");
		helper->watchdog_at = notify_watchdog_ns() ? monotonic_ns() : 0;
	}
	while (!helper->ending || helper->restoring.active || helper->settling) {
		run_deadlines(helper);
		engine_handle(helper);
		engine_flush(helper);
		arm(helper, &loop);
		if (helper->ending && !helper->restoring.active && !helper->settling)
			break;
		count = epoll_wait(helper->epoll, events, EVENTS, -1);
		for (int i = 0; i < count; i++)
			dispatch(helper, &loop, &events[i]);
	}
	engine_flush(helper);
	if (helper->options.mode == MODE_SOCKET)
		listen_close(helper->options.socket_path);
	return 0;
}
