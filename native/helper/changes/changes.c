/* SPDX-License-Identifier: MIT */
/* The list of changes, and the check of a wanted value against what the kernel offered. */
#include "changes/changes.h"

#include "base/memory.h"
#include "json/json_read.h"
#include "machine/choices.h"
#include "machine/control.h"
#include "machine/machine.h"

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
