/* SPDX-License-Identifier: MIT */
/* The hot path: one polled file, one number (or word), one value. What cannot be read or is not plausible becomes NaN. */
#include "machine/channel.h"

#include "base/memory.h"
#include "machine/choices.h"
#include "machine/counter.h"
#include "machine/machine.h"
#include "machine/polled_file.h"
#include "machine/signal.h"

#include <math.h>
#include <string.h>

struct channel channel_make(struct machine *machine, enum channel_form form, const char *path, unsigned signal, double scale)
{
	return (struct channel){
		.file = polled_file_add(machine, path), .signal = signal, .form = form, .scale = scale, .low = -HUGE_VAL, .high = HUGE_VAL,
	};
}

struct channel *channel_add(struct machine *machine, struct channel channel, enum lane lane)
{
	unsigned index = machine->channel_count[lane]++;

	machine->channels[lane] = grow(machine->channels[lane], index, &machine->channel_room[lane], sizeof(channel));
	machine->channels[lane][index] = channel;
	return &machine->channels[lane][index];
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

ssize_t channel_text(struct machine *machine, const struct channel *channel, char text[SETTING_ROOM])
{
	char words[BRACKETED_ROOM];
	ssize_t length;

	if (channel->form != FORM_BRACKETED)
		return polled_file_read(machine, channel->file, text, SETTING_ROOM);
	length = polled_file_read(machine, channel->file, words, sizeof(words));
	choices_chosen(length < 0 ? "" : words, text, SETTING_ROOM);
	return length < 0 ? length : (ssize_t)strlen(text);
}

void channel_read(struct machine *machine, struct channel *channel)
{
	double *value = &machine->values[channel->signal];
	struct polled_file *file = &machine->files[channel->file];
	char text[SETTING_ROOM];
	uint64_t magnitude;
	bool negative;

	if (channel->every && channel->turn++ % channel->every)
		return;
	*value = NAN;
	if (channel_text(machine, channel, text) < 0)
		return;
	if (channel->form == FORM_CHOICE || channel->form == FORM_BRACKETED) {
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
			*value = counter_push(counter, magnitude, channel->range, machine->asleep_ns) * channel->scale;
		return;
	}
	*value = channel->offset + channel->scale * (negative ? -(double)magnitude : (double)magnitude);
	if (!(*value >= channel->low && *value <= channel->high))
		*value = NAN;
}
