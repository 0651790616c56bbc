/* SPDX-License-Identifier: MIT */
/* A set of wanted values on their way: asked, checked, written, settled, reported. */
#ifndef LATTICE_CHANGES_H
#define LATTICE_CHANGES_H
#include "changes/baseline.h"
#include "json/json_read.h"
#include "json/json_write.h"
#include "machine/machine.h"

enum { CHANGE_WHY_ROOM = 192 };

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

struct helper;

struct changes {
	struct change *items;
	unsigned count, room;
};

struct change *changes_add(struct changes *changes, const char *name);
void changes_free(struct changes *changes);
void change_refuse(struct change *change, int error, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The member of `values` as a change that is checked against what the kernel offered. */
void change_check(struct change *change, const struct machine *machine, const struct json_value *value);

/* Writes what differs, in the order of safety; before the first write of a control its value is in the baseline, on disk. Returns whether anything was written. */
bool changes_apply(struct changes *changes, struct machine *machine, struct baseline *baseline);
/* In the order of safety (setting), or CPU limits first (restoring). */
void changes_order(struct changes *changes, struct machine *machine, bool restoring);
/* Have all limits that were written come through as asked? The kernel applies them after the write has returned. */
bool changes_settled(struct changes *changes, struct machine *machine);
/* Is nvidia-smi still at work on one of them? */
bool changes_pending(struct changes *changes, const struct helper *helper, uint64_t now);
/* Reads back and reports {control: {value} or {errno, path, wanted, why}}. */
void changes_report(struct changes *changes, struct machine *machine, struct json *json, const char *key);
#endif
