/* SPDX-License-Identifier: MIT */
/* Channels: the hot path. One kept file, one number (or word), one value; what cannot be read or is not plausible becomes NaN. */
#include "machine/polled_file.h"

#include <math.h>
#include <string.h>

struct channel channel_make(struct machine *machine, enum channel_form form, const char *path, unsigned signal, double scale)
{
	return (struct channel){
		.file = kept_file_add(machine, path), .signal = signal, .form = form, .scale = scale, .low = -HUGE_VAL, .high = HUGE_VAL,
	};
}

struct channel *channel_add(struct machine *machine, struct channel channel, enum lane lane)
{
	unsigned index = machine->channel_count[lane]++;

	machine->channels[lane] = grow(machine->channels[lane], index, &machine->channel_room[lane], sizeof(channel));
	machine->channels[lane][index] = channel;
	return &machine->channels[lane][index];
}

/* The monotone total. A wrap adds what was left of the range; any other step backwards is a reset (less than half) or jitter, and adds nothing. */
double counter_push(struct counter *counter, uint64_t raw, uint64_t range)
{
	if (!counter->primed) {
		if (!counter->carried)
			counter->total = (double)raw;
		counter->primed = counter->carried = true;
		counter->last = raw;
	} else if (raw >= counter->last) {
		counter->total += (double)(raw - counter->last);
		counter->last = raw;
	} else if (range && counter->last <= range) {
		counter->total += (double)(range - counter->last + raw);
		counter->last = raw;
	} else if (raw < counter->last / 2) {
		counter->last = raw;
	}
	return counter->total;
}

/* Faster than strtoll, and strict: digits, then the end of the text. */
static bool scan_number(const char *text, uint64_t *magnitude, bool *negative)
{
	const char *first;

	*negative = *text == '-';
	text += *negative;
	first = text;
	*magnitude = 0;
	while (*text >= '0' && *text <= '9')
		*magnitude = *magnitude * 10 + (uint64_t)(*text++ - '0');
	return text > first && text - first < 20 && (*text == '\n' || *text == '\0');
}

static double read_choice(struct machine *machine, const struct channel *channel, char *text)
{
	int index;

	text[strcspn(text, "\n")] = '\0';
	index = choices_find(&machine->signals[channel->signal].choices, text);
	if (index < 0 && *text)
		machine->new_choice = true;
	return index < 0 ? (double)NAN : index;
}

void channel_read(struct machine *machine, struct channel *channel)
{
	double *value = &machine->values[channel->signal];
	struct kept_file *file = &machine->files[channel->file];
	char text[SETTING_ROOM];
	uint64_t magnitude;
	bool negative;

	*value = NAN;
	if (kept_file_read(machine, channel->file, text, sizeof(text)) < 0)
		return;
	if (channel->form == FORM_CHOICE) {
		*value = read_choice(machine, channel, text);
		return;
	}
	if (!scan_number(text, &magnitude, &negative))
		return;
	if (channel->form == FORM_COUNTER) {
		struct counter *counter = &machine->signals[channel->signal].counter;

		if (file->reopened)
			counter->primed = file->reopened = false;
		if (!negative)
			*value = counter_push(counter, magnitude, channel->range) * channel->scale;
		return;
	}
	*value = channel->offset + channel->scale * (negative ? -(double)magnitude : (double)magnitude);
	if (!(*value >= channel->low && *value <= channel->high))
		*value = NAN;
}
