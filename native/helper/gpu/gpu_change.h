/* SPDX-License-Identifier: MIT */
/* Changes that concern GPUs. */
#ifndef LATTICE_GPU_CHANGE_H
#define LATTICE_GPU_CHANGE_H
#include <stdbool.h>
#include <stdint.h>

struct change;
struct changes;
struct helper;

/* Starts what is asked of GPUs; true when there was something. */
bool gpu_apply(struct helper *helper, struct changes *changes);
/* Starts to restore a GPU's setting, once; false when the change is of something else. */
bool gpu_restore(struct helper *helper, struct change *change);
/* Is nvidia-smi still at work on one of them? What is over has its outcome in its change. */
bool gpu_changes_pending(struct changes *changes, const struct helper *helper, uint64_t now);
#endif
