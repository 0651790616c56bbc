/* SPDX-License-Identifier: MIT */
/* The GPUs' part of the loop: starts what is due, and takes what children say. */
#ifndef LATTICE_GPU_RUN_H
#define LATTICE_GPU_RUN_H
#include <stdbool.h>
#include <stdint.h>

struct helper;

void gpu_run(struct helper *helper, uint64_t now);
void gpu_event(struct helper *helper, unsigned index);
uint64_t gpu_due(const struct helper *helper);
/* Without a loop (--once, --restore): one round of it. */
void gpu_poll(struct helper *helper);
/* Has each GPU been described, or is it known why not? */
bool gpu_described(const struct helper *helper);
#endif
