/* SPDX-License-Identifier: MIT */
/* A channel: one file that gives one signal. */
#ifndef LATTICE_CHANNEL_H
#define LATTICE_CHANNEL_H
#include <stdint.h>

struct machine;

/* Channels are read with each sample, or once a second (what changes rarely or is expensive to read). */
enum lane { LANE_FAST, LANE_SLOW };
enum channel_form { FORM_NUMBER, FORM_COUNTER, FORM_CHOICE };
enum { SETTING_ROOM = 64 }; /* for the text of one value */

/* value = offset + scale * number, NaN outside [low, high]. */
struct channel {
	unsigned file, signal;
	enum channel_form form;
	double scale, offset, low, high;
	uint64_t range; /* FORM_COUNTER: where the kernel's counter wraps, 0 when it does not */
};

struct channel channel_make(struct machine *machine, enum channel_form form, const char *path, unsigned signal, double scale);
/* Adds it to a lane of the machine; the result is valid until the next is added. */
struct channel *channel_add(struct machine *machine, struct channel channel, enum lane lane);
void channel_read(struct machine *machine, struct channel *channel);
#endif
