/* SPDX-License-Identifier: MIT */
/* A set of wanted values on their way: asked, checked, written, settled, reported. */
#ifndef LATTICE_CHANGES_H
#define LATTICE_CHANGES_H
#include "json/json_read.h"
#include "machine/channel.h"

#include <stdbool.h>
#include <stdint.h>

enum { CHANGE_WHY_ROOM = 192 };

struct machine;

struct change {
	char name[JSON_STRING_ROOM]; /* as asked: perhaps no control of ours */
	char wanted[SETTING_ROOM];
	bool wanted_word;          /* wanted is a word, not a number */
	bool implied;              /* not asked for: follows from another change, so not reported */
	bool wrote;
	bool gpu;                  /* set through nvidia-smi */
	uint64_t ticket;           /* of what nvidia-smi was asked, 0 when that is over */
	int error;                 /* 0 or -errno */
	char why[CHANGE_WHY_ROOM];
};

struct changes {
	struct change *items;
	unsigned count, room;
};

struct change *changes_add(struct changes *changes, const char *name);
void changes_free(struct changes *changes);
void change_refuse(struct change *change, int error, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Checks the wanted value against what the kernel offered. */
void change_check(struct change *change, const struct machine *machine, const struct json_value *value);
#endif
