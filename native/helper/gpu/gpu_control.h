/* SPDX-License-Identifier: MIT */
/* Setting the clock and power limits of a GPU. */
#ifndef LATTICE_GPU_CONTROL_H
#define LATTICE_GPU_CONTROL_H
#include "gpu/gpu.h"

struct helper;

/* The setting that a control's name means; NULL when it is none of a GPU's. */
struct gpu_setting *gpu_setting_of(const struct gpus *gpus, const char *name, unsigned *index);
/* A value of the control's unit, NaN puts back what was before. Returns the ticket. */
uint64_t gpu_ask(struct helper *helper, unsigned index, enum gpu_setting_kind kind, double value);
void gpu_control_start(struct helper *helper, unsigned index);
void gpu_control_done(struct helper *helper, unsigned index, struct gpu_outcome outcome);
/* What a control of a GPU is now; NaN when that is not known. */
double gpu_value(const struct gpu *gpu, enum gpu_setting_kind kind);
/* Our settings may be lost (a resume, another driver): those that the lease holds are set again. */
void gpu_settings_lost(struct helper *helper, unsigned index, const char *why);
#endif
