/* SPDX-License-Identifier: MIT */
/* Only charge limits may be kept: an engine cannot leave a machine with a clock or a power limit of its own. */
#include "changes/kept.h"

#include "base/memory.h"
#include "changes/baseline.h"
#include "changes/baseline_file.h"
#include "controls/charge.h"
#include "core/helper.h"
#include "engine/reply.h"
#include "json/json_read.h"
#include "machine/channel.h"
#include "machine/control.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct asking {
	struct baseline list; /* of which only the names to keep are used */
	const struct machine *machine;
};

bool kept_asked(const struct baseline *baseline, const char *control)
{
	for (unsigned i = 0; i < baseline->keep_count; i++)
		if (strcmp(baseline->keep[i], control) == 0)
			return true;
	return false;
}

static bool has(const struct baseline *baseline, bool kept)
{
	for (unsigned i = 0; i < baseline->count; i++)
		if (baseline->entries[i].kept == kept)
			return true;
	return false;
}

bool kept_any(const struct baseline *baseline)
{
	return has(baseline, true);
}

bool kept_others(const struct baseline *baseline)
{
	return has(baseline, false);
}

void kept_release(struct baseline *baseline)
{
	for (unsigned i = 0; i < baseline->count; i++)
		baseline->entries[i].kept = false;
}

void kept_forget(struct baseline *baseline)
{
	free(baseline->keep);
	baseline->keep = NULL;
	baseline->keep_count = baseline->keep_room = 0;
}

static int take_name(void *context, const char *key, const struct json_value *value)
{
	struct asking *asking = context;
	struct baseline *list = &asking->list;
	const struct control *control = control_find(asking->machine, key);

	(void)value;
	/* A battery that has just been taken out is no error. */
	if (!control || kept_asked(list, key))
		return 0;
	if (!charge_control(control))
		return -EPERM;
	list->keep = grow(list->keep, list->keep_count, &list->keep_room, sizeof(*list->keep));
	snprintf(list->keep[list->keep_count++], sizeof(*list->keep), "%s", control->name);
	return 0;
}

const char *kept_ask(struct helper *helper, const char *names, size_t length)
{
	struct baseline *baseline = &helper->baseline;
	struct asking asking = { .machine = helper->machine };
	bool changed = false;
	const char *why;

	if (json_read_object(names, length, take_name, &asking, &why) < 0) {
		kept_forget(&asking.list);
		return "only charge limits can be kept";
	}
	kept_forget(baseline);
	baseline->keep = asking.list.keep;
	baseline->keep_count = asking.list.keep_count;
	baseline->keep_room = asking.list.keep_room;
	for (unsigned i = 0; i < baseline->count; i++) {
		struct baseline_entry *entry = &baseline->entries[i];
		bool kept = kept_asked(baseline, entry->control);

		/* A battery that is out now stays as it was asked. */
		if (!control_find(helper->machine, entry->control))
			continue;
		changed |= entry->kept != kept;
		entry->kept = kept;
	}
	if (changed && !helper->options.read_only && baseline_save(baseline) < 0)
		reply_notice(helper, "baseline", "its file does not say yet which charge limits are kept");
	return NULL;
}
