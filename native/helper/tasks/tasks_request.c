/* SPDX-License-Identifier: MIT */
#include "tasks/tasks_request.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "base/monotonic.h"
#include "bpf/task_record.h"
#include "core/helper.h"
#include "core/loop.h"
#include "engine/reply.h"
#include "engine/wire.h"
#include "json/json_write.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "machine/topology.h"
#include "tasks/task_loader.h"
#include "tasks/task_wire.h"
#include "tasks/tasks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

/* More than this on its way to the engine: wait until it has read. */
enum { UNREAD = 1024 * 1024 };
static const uint64_t unread_pause_ns = 20 * NS_PER_MS;
static const double hold_most = 600, largest_id = 9007199254740991.0;

const struct tasks_asked tasks_asked_default = { .hold_s = 30, .size = TASKS_SIZE };

struct task_watch {
	struct task_loader *loader; /* while the programs are loaded */
	struct tasks *tasks;        /* while they run */
	struct tasks_settings settings, loading; /* as asked, and what the loader loads: an engine may have gone, and the next one asks otherwise */
	uint64_t until;
	bool reading, dropped;      /* dropped: nobody waits for the loader any more */
	uint64_t read_at;
	bool has_id;
	double id;
	struct bytes frame;
};

static const char *check(const struct helper *helper, const struct tasks_asked *asked)
{
	if (!(asked->hold_s >= 0 && asked->hold_s <= hold_most))
		return "hold_s is outside 0 to 600";
	if (!(asked->size >= TASKS_LEAST && asked->size <= TASKS_MOST && asked->size == floor(asked->size)))
		return "size is no whole number from 64 to 65536";
	if (!(asked->cgroup >= 0 && asked->cgroup <= largest_id && asked->cgroup == floor(asked->cgroup)))
		return "cgroup is no id of a cgroup";
	if (helper->sources.without_bpf)
		return "tasks: the helper runs with --busy proc_stat";
	if (!helper->machine->real_root && !helper->sources.kernel_busy)
		return "tasks: BPF observes the running kernel, not this tree";
	if (helper->tasks && (helper->tasks->reading || (helper->tasks->loader && !helper->tasks->dropped)))
		return "tasks: the request before is not answered yet";
	return NULL;
}

static void answer(struct helper *helper, const char *error)
{
	struct task_watch *watch = helper->tasks;
	struct tasks_counts counts = { 0 };
	struct json json = { 0 };

	if (watch->tasks)
		counts = tasks_counts(watch->tasks);

	if (error && watch->has_id)
		reply_ack(helper, watch->id, NULL, error);
	else if (error)
		reply_error(helper, error);
	if (error || !watch->has_id)
		return;
	task_wire_ack(&json, watch->id, helper->epoch, watch->settings.size, &counts, watch->tasks ? tasks_uncounted(watch->tasks) : NULL);
	wire_send(&helper->wire, 'J', json.text, json.length);
	json_free(&json);
}

static void begin_reading(struct task_watch *watch)
{
	tasks_begin(watch->tasks);
	watch->reading = true;
	watch->read_at = monotonic_ns();
}

static const char *begin_loading(struct helper *helper)
{
	struct task_watch *watch = helper->tasks;
	static char why[TASK_WHY];

	task_loader_unload(watch->tasks);
	watch->tasks = NULL;
	watch->loading = watch->settings;
	watch->loader = task_loader_begin(&watch->settings, why, sizeof(why));
	if (!watch->loader)
		return why;
	loop_watch(helper, task_loader_file(watch->loader), SOURCE_TASKS, EPOLLIN);
	return NULL;
}

static bool same(const struct tasks_settings *one, const struct tasks_settings *other)
{
	return one->ncpu == other->ncpu && one->size == other->size && one->cgroup == other->cgroup;
}

const char *tasks_ask(struct helper *helper, const struct tasks_asked *asked, bool has_id, double id)
{
	const char *error = check(helper, asked);
	struct task_watch *watch;
	struct tasks_settings settings = { .ncpu = helper->machine->cpu_span };

	if (error)
		return error;
	if (!helper->tasks)
		helper->tasks = must_alloc(sizeof(*helper->tasks));
	watch = helper->tasks;
	watch->has_id = has_id;
	watch->id = id;
	watch->until = monotonic_ns() + (uint64_t)(asked->hold_s * (double)NS_PER_S);
	if (!(asked->hold_s > 0)) {
		tasks_stop(helper);
		answer(helper, NULL);
		return NULL;
	}
	settings.size = (unsigned)asked->size;
	settings.cgroup = (uint64_t)asked->cgroup;
	if (watch->tasks && same(&settings, &watch->settings)) {
		begin_reading(watch);
		return NULL;
	}
	watch->settings = settings;
	watch->dropped = false;
	return watch->loader ? NULL : begin_loading(helper);
}

void tasks_loaded(struct helper *helper)
{
	struct task_watch *watch = helper->tasks;
	const char *error;
	char why[TASK_WHY];

	if (!watch || !watch->loader)
		return;
	loop_unwatch(helper, task_loader_file(watch->loader));
	watch->tasks = task_loader_end(watch->loader, why, sizeof(why));
	watch->loader = NULL;
	if (watch->dropped) {
		task_loader_unload(watch->tasks);
		watch->tasks = NULL;
	} else if (!same(&watch->loading, &watch->settings)) {
		error = begin_loading(helper);
		if (error)
			answer(helper, error);
	} else if (watch->tasks) {
		tasks_clocks(helper);
		begin_reading(watch);
	} else {
		answer(helper, why);
	}
}

uint64_t tasks_due(const struct helper *helper)
{
	const struct task_watch *watch = helper->tasks;

	if (!watch || !watch->tasks)
		return 0;
	return watch->reading ? watch->read_at : watch->until;
}

/* One batch, which takes 2 ms or so: then the loop sees to samples and deadlines first. */
static void read_some(struct helper *helper, uint64_t now)
{
	struct task_watch *watch = helper->tasks;
	const struct task_record *records;
	const uint32_t *pids;
	int count;

	if (helper->wire.queued.length - helper->wire.sent > UNREAD) {
		watch->read_at = now + unread_pause_ns;
		return;
	}
	watch->read_at = now;
	count = tasks_step(watch->tasks, now, &pids, &records);
	if (count > 0) {
		watch->frame.length = 0;
		task_wire_head(&watch->frame, watch->id, now, (unsigned)count);
		for (int i = 0; i < count; i++)
			task_wire_append(&watch->frame, pids[i], &records[i]);
		wire_send(&helper->wire, 'T', watch->frame.data, watch->frame.length);
		return;
	}
	watch->reading = false;
	answer(helper, count < 0 ? strerror(-count) : NULL);
}

void tasks_run(struct helper *helper, uint64_t now)
{
	struct task_watch *watch = helper->tasks;

	if (!watch || !watch->tasks)
		return;
	if (watch->reading && now >= watch->read_at)
		read_some(helper, now);
	else if (!watch->reading && now >= watch->until)
		tasks_stop(helper);
}

void tasks_clocks(struct helper *helper)
{
	const struct machine *machine = helper->machine;

	if (!helper->tasks || !helper->tasks->tasks)
		return;
	for (unsigned i = 0; i < machine->signal_count; i++) {
		const struct signal *signal = &machine->signals[i];
		const struct policy *policy = NULL;
		unsigned id;

		if (strcmp(signal->role, "frequency") == 0 && sscanf(signal->scope, "policy%u", &id) == 1)
			policy = machine_policy(machine, (int)id);
		for (unsigned cpu = 0; policy && cpu < policy->cpu_count; cpu++)
			tasks_weight(helper->tasks->tasks, policy->cpus[cpu], machine->values[i] > 0 ? (unsigned)(machine->values[i] / 1000) : 0);
	}
}

void tasks_stop(struct helper *helper)
{
	struct task_watch *watch = helper->tasks;

	if (!watch)
		return;
	watch->dropped = true;
	watch->reading = false;
	task_loader_unload(watch->tasks);
	watch->tasks = NULL;
}

void tasks_end(struct helper *helper)
{
	struct task_watch *watch = helper->tasks;
	char why[TASK_WHY];

	if (!watch)
		return;
	if (watch->loader)
		tasks_close(task_loader_end(watch->loader, why, sizeof(why)));
	tasks_close(watch->tasks);
	free(watch->frame.data);
	free(watch);
	helper->tasks = NULL;
}
