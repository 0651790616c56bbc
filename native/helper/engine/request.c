/* SPDX-License-Identifier: MIT */
/* What the engine asks: rate, sample, keep, set, beat, restore, tasks. */
#include "engine/request.h"

#include "base/monotonic.h"
#include "changes/changes.h"
#include "changes/changes_apply.h"
#include "changes/kept.h"
#include "changes/restore.h"
#include "changes/settle.h"
#include "core/helper.h"
#include "engine/reply.h"
#include "gpu/gpu_change.h"
#include "json/json_read.h"
#include "machine/machine.h"
#include "sampling/grid.h"
#include "sampling/sample.h"
#include "tasks/tasks_request.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const double lease_least = 1, lease_default = 5, lease_most = 60, slowest_hz = 1.0 / 60, fastest_hz = 20, longest_batch_s = 60;
enum { UNKNOWN_NAMES = 24000 };
static const char bad_value[] = "a field has the wrong type";

struct request {
	char operation[16];
	double id, lease_s, active_hz, quiet_hz, batch_s;
	struct tasks_asked tasks;
	bool has_id;
	const char *values;
	size_t values_length;
	const char *error;
};

static int take_number(struct request *request, const struct json_value *value, double *number)
{
	if (value->type != JSON_NUMBER)
		request->error = bad_value;
	else
		*number = value->number;
	return 0;
}

static int take_member(void *context, const char *key, const struct json_value *value)
{
	struct request *request = context;

	if (strcmp(key, "id") == 0) {
		request->has_id = value->type == JSON_NUMBER;
		return take_number(request, value, &request->id);
	}
	if (strcmp(key, "lease_s") == 0)
		return take_number(request, value, &request->lease_s);
	if (strcmp(key, "active_hz") == 0)
		return take_number(request, value, &request->active_hz);
	if (strcmp(key, "quiet_hz") == 0)
		return take_number(request, value, &request->quiet_hz);
	if (strcmp(key, "batch_s") == 0)
		return take_number(request, value, &request->batch_s);
	if (strcmp(key, "hold_s") == 0)
		return take_number(request, value, &request->tasks.hold_s);
	if (strcmp(key, "size") == 0)
		return take_number(request, value, &request->tasks.size);
	if (strcmp(key, "cgroup") == 0)
		return take_number(request, value, &request->tasks.cgroup);
	if (strcmp(key, "op") == 0 && value->type == JSON_STRING)
		snprintf(request->operation, sizeof(request->operation), "%.15s", value->string);
	if (strcmp(key, "values") == 0 && value->type == JSON_OBJECT) {
		request->values = value->raw;
		request->values_length = value->raw_length;
	}
	return 0;
}

struct asked {
	struct changes changes;
	const struct machine *machine;
};

static int take_value(void *context, const char *key, const struct json_value *value)
{
	struct asked *asked = context;

	/* The answer has to fit a frame as well. */
	if (asked->changes.count > asked->machine->control_count + UNKNOWN_NAMES)
		return -E2BIG;
	change_check(changes_add(&asked->changes, key), asked->machine, value);
	return 0;
}

static uint64_t lease_end(const struct request *request)
{
	return monotonic_ns() + (uint64_t)(request->lease_s * (double)NS_PER_S);
}

static void handle_set(struct helper *helper, struct request *request)
{
	struct asked asked = { .machine = helper->machine };
	const char *why;
	bool wrote, began;

	if (json_read_object(request->values, request->values_length, take_value, &asked, &why) < 0) {
		changes_free(&asked.changes);
		request->error = "more values than this machine has controls";
		return;
	}
	wrote = changes_apply(&asked.changes, helper->machine, &helper->baseline);
	began = gpu_apply(helper, &asked.changes);
	if (restore_needed(helper) || began)
		helper->lease_until = lease_end(request);
	settle_begin(helper, &asked.changes, wrote || began, request->has_id, request->id);
}

/* What was kept and is no more is put back when the lease ends: there has to be one. */
static void handle_keep(struct helper *helper, struct request *request)
{
	request->error = kept_ask(helper, request->values, request->values_length);
	if (restore_needed(helper) && !helper->lease_until)
		helper->lease_until = lease_end(request);
}

static void handle_rate(struct helper *helper, struct request *request)
{
	struct sampling *sampling = &helper->sampling;

	if (!(request->active_hz >= 1 && request->active_hz <= fastest_hz))
		request->error = "active_hz is outside 1 to 20";
	else if (!(request->quiet_hz >= slowest_hz && request->quiet_hz <= request->active_hz))
		request->error = "quiet_hz is outside 1/60 to active_hz";
	else if (!(request->batch_s >= 0 && request->batch_s <= longest_batch_s))
		request->error = "batch_s is outside 0 to 60";
	if (request->error)
		return;
	sampling->active_hz = request->active_hz;
	sampling->quiet_hz = request->quiet_hz;
	sampling->batch_s = request->batch_s;
}

static void handle_sample(struct helper *helper)
{
	helper->sampling.wanted = true;
	sample_due(helper, monotonic_ns());
}

static const char *const operations[] = { "rate", "sample", "keep", "set", "beat", "restore", "tasks" };

static const char *check(const struct request *request)
{
	bool set = strcmp(request->operation, "set") == 0;

	if (request->error)
		return request->error;
	if ((set || strcmp(request->operation, "beat") == 0) && !(request->lease_s >= lease_least && request->lease_s <= lease_most))
		return "lease_s is outside 1 to 60";
	if (!request->values && (set || strcmp(request->operation, "keep") == 0))
		return "set or keep without values";
	for (unsigned i = 0; i < sizeof(operations) / sizeof(*operations); i++)
		if (strcmp(request->operation, operations[i]) == 0)
			return NULL;
	return "op is none of rate, sample, keep, set, beat, restore, tasks";
}

static void handle(struct helper *helper, struct request *request)
{
	request->error = check(request);
	if (!request->error && strcmp(request->operation, "set") == 0) {
		handle_set(helper, request);
		if (!request->error)
			return;
	}
	if (!request->error && strcmp(request->operation, "tasks") == 0) {
		request->error = tasks_ask(helper, &request->tasks, request->has_id, request->id);
		if (!request->error)
			return;
	}
	if (!request->error && strcmp(request->operation, "restore") == 0) {
		restore_begin(helper, "request", request->has_id, request->id);
		return;
	}
	if (!request->error && strcmp(request->operation, "rate") == 0)
		handle_rate(helper, request);
	else if (!request->error && strcmp(request->operation, "sample") == 0)
		handle_sample(helper);
	else if (!request->error && strcmp(request->operation, "keep") == 0)
		handle_keep(helper, request);
	else if (!request->error && helper->lease_until)
		helper->lease_until = lease_end(request);
	if (request->has_id)
		reply_ack(helper, request->id, NULL, request->error);
	else if (request->error)
		reply_error(helper, request->error);
}

void request_handle(struct helper *helper, const char *text, size_t length)
{
	struct request request = {
		.lease_s = lease_default, .active_hz = helper->sampling.active_hz, .quiet_hz = helper->sampling.quiet_hz, .batch_s = helper->sampling.batch_s,
		.tasks = tasks_asked_default,
	};
	const char *why;

	if (json_read_object(text, length, take_member, &request, &why) < 0)
		reply_error(helper, why);
	else
		handle(helper, &request);
}
