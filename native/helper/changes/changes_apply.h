/* SPDX-License-Identifier: MIT */
/* Writing changes: in the order of safety, and only what differs. */
#ifndef LATTICE_CHANGES_APPLY_H
#define LATTICE_CHANGES_APPLY_H
#include <stdbool.h>

struct baseline;
struct changes;
struct machine;

/* Before the first write of a control its value is in the baseline, on disk. Returns whether anything was written. */
bool changes_apply(struct changes *changes, struct machine *machine, struct baseline *baseline);
#endif
