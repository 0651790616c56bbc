/* SPDX-License-Identifier: MIT */
/* Writing the baseline back. */
#ifndef LATTICE_RESTORE_H
#define LATTICE_RESTORE_H
#include "changes/changes.h"

#include <stdbool.h>
#include <stdint.h>

struct helper;

/* A restore under way: written, to be verified at due. */
struct restoring {
	bool active, again, has_id;
	struct changes changes;
	const char *why;
	double id;
	uint64_t due;
};

/* Is there anything of ours to write back? A baseline that a read-only helper sees belongs to another. */
bool restore_needed(const struct helper *helper);
void restore_begin(struct helper *helper, const char *why, bool has_id, double id);
void restore_run(struct helper *helper, uint64_t now);
/* What was restored leaves the baseline, and the engine is told. */
void restore_done(struct helper *helper, struct changes *changes, const char *why, bool has_id, double id);
#endif
