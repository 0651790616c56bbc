/* SPDX-License-Identifier: MIT */
/* The list of changes, and the check of a wanted value against what the kernel offered. */
#include "changes/changes.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct change *changes_add(struct changes *changes, const char *name)
{
	struct change *change;

	changes->items = grow(changes->items, changes->count, &changes->room, sizeof(*change));
	change = &changes->items[changes->count++];
	*change = (struct change){ 0 };
	snprintf(change->name, sizeof(change->name), "%s", name);
	return change;
}

void changes_free(struct changes *changes)
{
	free(changes->items);
	*changes = (struct changes){ 0 };
}

void change_refuse(struct change *change, int error, const char *format, ...)
{
	va_list arguments;

	change->error = error;
	va_start(arguments, format);
	vsnprintf(change->why, sizeof(change->why), format, arguments);
	va_end(arguments);
}

static void check_word(struct change *change, const struct control *control, const struct json_value *value)
{
	char offered[128] = "";

	if (value->type == JSON_STRING && choices_find(&control->choices, value->string) >= 0)
		return;
	for (unsigned i = 0; i < control->choices.count; i++)
		snprintf(offered + strlen(offered), sizeof(offered) - strlen(offered), "%s%s", i ? " " : "", control->choices.words[i]);
	change_refuse(change, -EINVAL, "the kernel offers: %s", offered);
}

static void check_number(struct change *change, const struct control *control, const struct json_value *value)
{
	if (value->type != JSON_NUMBER || value->number != floor(value->number) || fabs(value->number) > 1e15)
		change_refuse(change, -EINVAL, "a whole number of %s is expected", strcmp(control->unit, "bool") == 0 ? "0 or 1" : control->unit);
	else if (!(value->number >= control->min && value->number <= control->max))
		change_refuse(change, -ERANGE, "the kernel offers %.0f to %.0f %s", control->min, control->max, control->unit);
}

void change_check(struct change *change, const struct machine *machine, const struct json_value *value)
{
	const struct control *control = control_find(machine, change->name);

	change->wanted_word = value->type == JSON_STRING;
	if (value->type == JSON_NUMBER)
		snprintf(change->wanted, sizeof(change->wanted), "%.15g", value->number);
	else
		snprintf(change->wanted, sizeof(change->wanted), "%.*s", (int)sizeof(change->wanted) - 1,
			 value->type == JSON_STRING ? value->string : value->type == JSON_BOOL ? (value->boolean ? "true" : "false") : "null");
	if (!control)
		change_refuse(change, -ENOENT, "this machine has no control of that name");
	else if (!control->writable)
		change_refuse(change, -EROFS, "%s", control->why);
	else if (strcmp(control->unit, "choice") == 0)
		check_word(change, control, value);
	else
		check_number(change, control, value);
}

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
			/* nvidia-smi has put it back, and has not described the GPU yet. */
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
