/* SPDX-License-Identifier: MIT */
/* Each control is read back, so that the engine hears what holds and not what was written. */
#include "changes/changes_report.h"

#include "changes/changes.h"
#include "json/json_write.h"
#include "machine/channel.h"
#include "machine/control.h"
#include "machine/machine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool changes_settled(struct changes *changes, struct machine *machine)
{
	for (unsigned i = 0; i < changes->count; i++) {
		const struct change *change = &changes->items[i];
		struct control *control = control_find(machine, change->name);
		char now[SETTING_ROOM];

		if (control && change->wrote && !change->error && control_read(machine, control, now) == 0 && strcmp(now, change->wanted) != 0)
			return false;
	}
	return true;
}

static void report_value(struct json *json, const char *key, const char *setting, bool word)
{
	if (word)
		json_string(json, key, setting);
	else
		json_number(json, key, strtod(setting, NULL));
}

void changes_report(struct changes *changes, struct machine *machine, struct json *json, const char *key)
{
	json_open(json, key, '{');
	for (unsigned i = 0; i < changes->count; i++) {
		struct change *change = &changes->items[i];
		struct control *control = control_find(machine, change->name);
		char now[SETTING_ROOM], path[320];
		int error = control && !change->error ? control_read(machine, control, now) : 0;

		if (change->implied)
			continue;
		if (error < 0)
			change_refuse(change, error, "written, but it cannot be read back: %s", strerror(-error));
		json_open(json, change->name, '{');
		if (!change->error && control) {
			if (change->wrote)
				memcpy(control->settled, now, sizeof(control->settled));
			report_value(json, "value", now, strcmp(control->unit, "choice") == 0);
		} else if (!change->error && change->gpu) {
			/* nvidia-smi has restored it, but has not described the GPU yet. */
			report_value(json, "value", change->wanted, change->wanted_word);
		} else {
			const char *name = strerrorname_np(change->error ? -change->error : ENOENT);

			json_string(json, "errno", name ? name : "EIO");
			snprintf(path, sizeof(path), "/%s", control && control->path ? control->path : "");
			json_string(json, "path", control && control->path ? path : NULL);
			report_value(json, "wanted", change->wanted, change->wanted_word);
			json_string(json, "why", change->error ? change->why : "it went away");
		}
		json_close(json, '}');
	}
	json_close(json, '}');
}
