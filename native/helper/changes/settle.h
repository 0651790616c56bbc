/* SPDX-License-Identifier: MIT */
/* Waiting between writing and reading back, until the kernel has applied what was written. */
#ifndef LATTICE_SETTLE_H
#define LATTICE_SETTLE_H
#include <stdbool.h>
#include <stdint.h>

struct changes;
struct helper;
struct restoring;

void settle_begin(struct helper *helper, struct changes *changes, bool wrote, bool has_id, double id);
/* The earliest deadline, 0 when nothing settles. */
uint64_t settle_due(const struct helper *helper);
void settle_run(struct helper *helper, uint64_t now);
/* Ends the wait at once, before a restore. */
void settle_drop(struct helper *helper);
/* nvidia-smi has ended: what waits for it looks again. */
void settle_wake(struct helper *helper);
/* A restore that still waits for GPUs; the rest of it is done. */
void settle_restore(struct helper *helper, const struct restoring *restoring);
#endif
