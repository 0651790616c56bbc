/* SPDX-License-Identifier: MIT */
/* Notices, errors, acknowledgements with results, and restores that the engine did not ask for. */
#include "engine/reply.h"

#include "changes/changes.h"
#include "changes/changes_report.h"
#include "core/helper.h"
#include "engine/wire.h"
#include "json/json_write.h"
#include "sampling/sample.h"

#include <math.h>

static void begin(struct json *json, const char *type)
{
	json_open(json, NULL, '{');
	json_string(json, "t", type);
}

static void finish(struct helper *helper, struct json *json)
{
	json_close(json, '}');
	wire_send(&helper->wire, 'J', json->text, json->length);
	json_free(json);
}

void reply_notice(struct helper *helper, const char *what, const char *why)
{
	struct json json = { 0 };

	begin(&json, "notice");
	json_string(&json, "what", what);
	json_string(&json, "why", why);
	finish(helper, &json);
}

void reply_error(struct helper *helper, const char *why)
{
	struct json json = { 0 };

	begin(&json, "error");
	json_string(&json, "why", why);
	finish(helper, &json);
}

void reply_ack(struct helper *helper, double id, struct changes *changes, const char *error)
{
	struct changes none = { 0 };
	struct json json = { 0 };

	/* A sample taken before a write must not arrive after its result: the old value would look as if somebody else wrote it. */
	if (changes)
		sample_flush(helper);
	begin(&json, "ack");
	json_number(&json, "id", id);
	json_number(&json, "epoch", helper->epoch);
	changes_report(changes ? changes : &none, helper->machine, &json, "results");
	if (error)
		json_string(&json, "error", error);
	if (json.length + FRAME_HEAD < FRAME_LIMIT) {
		finish(helper, &json);
	} else {
		json_free(&json);
		reply_ack(helper, id, NULL, "the results are longer than a frame of 4 MiB");
	}
}

void reply_restored(struct helper *helper, const char *why, struct changes *changes)
{
	struct json json = { 0 };

	begin(&json, "restored");
	json_string(&json, "why", why);
	json_number(&json, "epoch", helper->epoch);
	changes_report(changes, helper->machine, &json, "results");
	finish(helper, &json);
}
