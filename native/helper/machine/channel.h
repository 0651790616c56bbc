/* SPDX-License-Identifier: MIT */
/* A channel: one file that gives one signal. */
#ifndef LATTICE_CHANNEL_H
#define LATTICE_CHANNEL_H
#include <stdint.h>
#include <sys/types.h>

struct machine;

/* Channels are read with each sample, or once a second (what changes rarely or is expensive to read). */
enum lane { LANE_FAST, LANE_SLOW };
enum channel_form { FORM_NUMBER, FORM_COUNTER, FORM_CHOICE, FORM_BRACKETED /* several words, the one that holds in brackets */ };
enum { SETTING_ROOM = 64 /* for the text of one value */, BRACKETED_ROOM = 256 };

/* value = offset + scale * number, NaN outside [low, high]. */
struct channel {
	unsigned file, signal;
	enum channel_form form;
	double scale, offset, low, high;
	uint64_t range; /* FORM_COUNTER: where the kernel's counter wraps, 0 when it does not */
	unsigned every, turn; /* read in one of so many turns of its lane, 0: in each. For what asks slow firmware. */
};

struct channel channel_make(struct machine *machine, enum channel_form form, const char *path, unsigned signal, double scale);
/* Adds it to a lane of the machine; the result is valid until the next is added. */
struct channel *channel_add(struct machine *machine, struct channel channel, enum lane lane);
/* The text of its value now, one word of bracketed ones; its length or -errno. */
ssize_t channel_text(struct machine *machine, const struct channel *channel, char text[SETTING_ROOM]);
void channel_read(struct machine *machine, struct channel *channel);
#endif
