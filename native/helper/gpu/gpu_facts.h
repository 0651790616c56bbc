/* SPDX-License-Identifier: MIT */
/* Asking nvidia-smi to describe a GPU. */
#ifndef LATTICE_GPU_FACTS_H
#define LATTICE_GPU_FACTS_H
#include "gpu/gpu.h"

struct helper;

void gpu_facts_start(struct helper *helper, unsigned index);
void gpu_facts_done(struct helper *helper, unsigned index, struct gpu_outcome outcome);
#endif
