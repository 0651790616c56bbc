/* SPDX-License-Identifier: MIT */
/* The value each control had before our first write of this boot: in memory and in RUNTIME_DIR/baseline.json. */
#ifndef LATTICE_BASELINE_H
#define LATTICE_BASELINE_H
#include "machine/channel.h"

#include <stdbool.h>

struct control;
struct json;
struct machine;

#define UNLIMITED "unlimited"
enum { BOOT_ID_ROOM = 64 };

struct baseline_entry {
	char control[SETTING_ROOM];
	char setting[SETTING_ROOM]; /* or UNLIMITED: a maximum that something limited when it was read */
	bool word;
	bool kept; /* a restore leaves the control as it is (kept.h) */
};

struct baseline {
	const char *directory;
	char boot_id[BOOT_ID_ROOM];
	struct baseline_entry *entries;
	unsigned count, room;
	char (*keep)[SETTING_ROOM]; /* controls that the engine asked to keep */
	unsigned keep_count, keep_room;
};

void baseline_open(struct baseline *baseline, int root, const char *directory);
const struct baseline_entry *baseline_find(const struct baseline *baseline, const char *control);
void baseline_append(struct baseline *baseline, const struct baseline_entry *entry);
/* Adds the control's present value unless it has one already; 0, 1 when added, or -errno when it cannot be read. */
int baseline_add(struct baseline *baseline, struct machine *machine, struct control *control, bool cooling);
/* Adds a value that was read elsewhere, and saves; 0 or -errno, and then it is not added. */
int baseline_add_value(struct baseline *baseline, const char *control, const char *setting, bool word);
void baseline_drop(struct baseline *baseline, const char *control);
/* The entries that a restore writes back, or those that it keeps. */
void baseline_write(const struct baseline *baseline, struct json *json, const char *key, bool kept);
void baseline_free(struct baseline *baseline);
#endif
