/* SPDX-License-Identifier: MIT */
/* The line that the daemon hears (docs/control.md, the heartbeat socket). */
#ifndef LINE_H
#define LINE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "client/labels.h"
#include "client/text.h"

struct told {
	const char *name;
	const struct labels *labels;
	pid_t pid;
	uint64_t done;
	/* The longest answer since the line before, us; 0: there was none. */
	uint64_t answer;
	/* The hint in force, 0 for none, and whether the daemon is to forget one that it heard. */
	uint64_t hint;
	bool forget_hint;
};

/* Whether there is anything to say. */
bool is_worth_a_line(const struct told *told);
void compose(struct text *line, const struct told *told);

#endif
