/* SPDX-License-Identifier: MIT */
/* A hint in one word, so that it changes at once: batch, and deadline and latency in steps of 2 us, 31 bits each, 0 for none. No hint is 0. */
#ifndef HINT_WORD_H
#define HINT_WORD_H

#include <stdbool.h>
#include <stdint.h>

#include "client/text.h"

/* The longest time that the daemon takes, of hints and of answers, ms. */
#define LONGEST_MS 3600000.0

/* False for a time that is neither NaN, for none, nor above 0 and at most LONGEST_MS. */
bool hint_word(uint64_t *hint, double deadline, double latency, bool batch);
/* Adds {"deadline":…}; `hint` is not 0. */
void hint_add(struct text *line, uint64_t hint);

#endif
