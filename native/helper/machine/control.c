/* SPDX-License-Identifier: MIT */
/* The list of controls. Each has a state signal of the same name. Its value does not depend on the polarity of its file. */
#include "machine/control.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/sysfs.h"
#include "gpu/gpu.h"
#include "gpu/gpu_control.h"
#include "machine/channel.h"
#include "machine/choices.h"
#include "machine/machine.h"
#include "machine/polled_file.h"
#include "machine/signal.h"
#include "machine/sources.h"
#include "reflex/reflex_control.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *why_not_writable(const struct machine *machine, int error)
{
	if (machine->read_only)
		return "the helper runs with --read-only";
	switch (-error) {
	case 0:
		return NULL;
	case EACCES:
		return "the kernel offers it for reading only, or the helper lacks the permission";
	case EROFS:
		return "the file system is mounted read-only (a container or a sandbox)";
	default:
		return strerror(-error);
	}
}

const char *control_role_name(enum control_role role)
{
	/* The scope tells the machine's boost from a policy's, and a GPU's limit from a package's. */
	static const char *const names[] = {
		[ROLE_PLATFORM_PROFILE] = "platform_profile",
		[ROLE_BOOST] = "boost",
		[ROLE_POLICY_BOOST] = "boost",
		[ROLE_GOVERNOR] = "governor",
		[ROLE_EPP] = "epp",
		[ROLE_EPB] = "epb",
		[ROLE_YOUNG_PERCENT] = "young_percent",
		[ROLE_YOUNG_US] = "young_us",
		[ROLE_PACE_PERCENT] = "pace_percent",
		[ROLE_PACE_US] = "pace_us",
		[ROLE_MARGIN_PERCENT] = "margin_percent",
		[ROLE_TAU_US] = "tau_us",
		[ROLE_REST_US] = "rest_us",
		[ROLE_RATE_US] = "rate_us",
		[ROLE_MAX_FREQ] = "max_freq",
		[ROLE_MIN_FREQ] = "min_freq",
		[ROLE_POWER_LIMIT] = "power_limit",
		[ROLE_GPU_CLOCK] = "max_clock",
		[ROLE_GPU_POWER] = "power_limit",
		[ROLE_PANEL_POWER] = "panel_power_savings",
		[ROLE_CHARGE_TYPE] = "charge_type",
		[ROLE_GPU_LEVEL] = "performance_level",
		[ROLE_CHARGE_TYPES] = "charge_types",
		[ROLE_CHARGE_STOP] = "charge_stop",
		[ROLE_CHARGE_START] = "charge_start",
		[ROLE_CONSERVATION] = "conservation_mode",
		[ROLE_START_MIN] = "start_min_freq",
		[ROLE_START_MAX] = "start_max_freq",
		[ROLE_RAISE] = "raise_ms",
	};

	return names[role];
}

/* A new control with its state signal. */
static struct control *add(struct machine *machine, const char *name, const char *scope, const char *unit, enum control_role role)
{
	struct control *control;

	machine->controls = grow(machine->controls, machine->control_count, &machine->control_room, sizeof(*control));
	control = &machine->controls[machine->control_count++];
	*control = (struct control){ .unit = unit, .role = role, .policy = -1, .gpu = -1, .kept = -1, .min = NAN, .max = NAN };
	control->signal = signal_add(machine, (struct signal){
		.name = name, .role = control_role_name(role), .scope = scope, .unit = unit, .kind = SIGNAL_STATE, .band = BAND_CHANGE,
	});
	control->name = machine->signals[control->signal].name;
	control->scope = machine->signals[control->signal].scope;
	return control;
}

static struct control *add_file(struct machine *machine, struct control *control, const char *path, enum channel_form form)
{
	control->path = arena_strdup(&machine->arena, path);
	control->channel = machine->channel_count[LANE_SLOW];
	channel_add(machine, channel_make(machine, form, path, control->signal, 1), LANE_SLOW);
	control->why = why_not_writable(machine, sysfs_may_write(machine->root, path));
	control->writable = !control->why;
	return control;
}

struct control *control_add(struct machine *machine, const char *name, const char *scope, const char *unit, const char *path, enum control_role role)
{
	bool choice = strcmp(unit, "choice") == 0;
	struct control *control = add_file(machine, add(machine, name, scope, unit, role), path, choice ? FORM_CHOICE : FORM_NUMBER);
	char text[SETTING_ROOM] = "";

	if (choice && sysfs_read(machine->root, path, text, sizeof(text)) > 0)
		choices_append(machine, &machine->signals[control->signal].choices, text);
	return control;
}

struct control *control_add_bracketed(struct machine *machine, const char *name, const char *scope, const char *path, enum control_role role)
{
	struct control *control = add_file(machine, add(machine, name, scope, "choice", role), path, FORM_BRACKETED);
	char words[BRACKETED_ROOM];

	if (sysfs_read(machine->root, path, words, sizeof(words)) > 0)
		control_choices(machine, control, choices_unbracketed(words));
	return control;
}

struct control *control_add_gpu(struct machine *machine, const char *name, const char *unit, enum control_role role, int gpu, const char *why)
{
	char scope[16];
	struct control *control;

	snprintf(scope, sizeof(scope), "gpu%d", gpu);
	control = add(machine, name, scope, unit, role);
	control->gpu = gpu;
	control->why = why;
	control->writable = !why;
	return control;
}

struct control *control_add_own(struct machine *machine, const char *name, const char *scope, const char *unit, enum control_role role, int policy)
{
	struct control *control = add(machine, name, scope, unit, role);

	control->policy = policy;
	control->why = why_not_writable(machine, 0);
	control->writable = !control->why;
	return control;
}

void control_forbid(struct control *control, const char *why)
{
	if (!control->writable)
		return;
	control->writable = false;
	control->why = why;
}

static int read_gpu(struct machine *machine, const struct control *control, char setting[SETTING_ROOM])
{
	double now = gpu_value(&machine->sources->gpus.items[control->gpu], control->role == ROLE_GPU_CLOCK ? GPU_MAX_CLOCK : GPU_POWER_LIMIT);

	machine->values[control->signal] = now;
	snprintf(setting, SETTING_ROOM, "%.0f", now);
	return isnan(now) ? -ENODEV : 0;
}

/* The offered words come first, so that their indexes stay the same when a raw value is read back. */
void control_choices(struct machine *machine, struct control *control, const char *words)
{
	struct choices *seen = &machine->signals[control->signal].choices, read = *seen;

	control->choices = choices_parse(machine, words);
	*seen = control->choices;
	for (unsigned i = 0; i < read.count; i++)
		choices_append(machine, seen, read.words[i]);
}

int control_read_number(struct machine *machine, const struct control *control, int64_t *number)
{
	char text[SETTING_ROOM];
	ssize_t length = polled_file_read(machine, machine->channels[LANE_SLOW][control->channel].file, text, sizeof(text));

	if (length < 0)
		return (int)length;
	return parse_number(text, number);
}

int control_read(struct machine *machine, struct control *control, char setting[SETTING_ROOM])
{
	struct channel *channel;
	ssize_t length;
	int64_t number;

	if (control->gpu >= 0)
		return read_gpu(machine, control, setting);
	if (reflex_owns(control))
		return reflex_read(machine, control, setting);
	channel = &machine->channels[LANE_SLOW][control->channel];
	length = channel_text(machine, channel, setting);
	if (length < 0)
		return (int)length;
	setting[strcspn(setting, "\n")] = '\0';
	if (channel->form != FORM_NUMBER) {
		int index = choices_find(&machine->signals[control->signal].choices, setting);

		machine->values[control->signal] = index < 0 ? (double)NAN : index;
		machine->new_choice |= index < 0;
		return 0;
	}
	if (parse_number(setting, &number) < 0)
		return -EINVAL;
	if (control->inverted)
		number = !number;
	number = reflex_shown(machine, control, number);
	snprintf(setting, SETTING_ROOM, "%" PRId64, number);
	machine->values[control->signal] = (double)number >= channel->low ? (double)number : (double)NAN;
	return 0;
}

static const struct machine *sorting; /* qsort has no context; the helper has one thread */

static int by_name(const void *one, const void *other)
{
	return strcmp(sorting->controls[*(const unsigned *)one].name, sorting->controls[*(const unsigned *)other].name);
}

void controls_sort(struct machine *machine)
{
	machine->control_order = arena_zalloc(&machine->arena, (machine->control_count + 1) * sizeof(unsigned));
	for (unsigned i = 0; i < machine->control_count; i++)
		machine->control_order[i] = i;
	sorting = machine;
	qsort(machine->control_order, machine->control_count, sizeof(unsigned), by_name);
}

struct control *control_find(const struct machine *machine, const char *name)
{
	unsigned low = 0, high = machine->control_count;

	while (low < high) {
		unsigned middle = (low + high) / 2;
		struct control *control = &machine->controls[machine->control_order[middle]];
		int order = strcmp(name, control->name);

		if (order == 0)
			return control;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
