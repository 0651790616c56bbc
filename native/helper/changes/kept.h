/* SPDX-License-Identifier: MIT */
/* What a restore leaves in place: charge limits that the engine asked to keep. They have their entry in the baseline all the same. */
#ifndef LATTICE_KEPT_H
#define LATTICE_KEPT_H
#include <stdbool.h>
#include <stddef.h>

struct baseline;
struct helper;

/* The names of a JSON object are the controls to keep from now on, and no others; what was asked before is void. NULL, or why nothing has changed. */
const char *kept_ask(struct helper *helper, const char *names, size_t length);
bool kept_asked(const struct baseline *baseline, const char *control);
/* Has the baseline entries that are kept? Others? */
bool kept_any(const struct baseline *baseline);
bool kept_others(const struct baseline *baseline);
/* Every entry is to be written back. */
void kept_release(struct baseline *baseline);
/* Nothing is asked to be kept; entries stay as they are. */
void kept_forget(struct baseline *baseline);
#endif
