/* SPDX-License-Identifier: MIT */
/* One run of nvidia-smi in a child process. */
#ifndef LATTICE_GPU_CHILD_H
#define LATTICE_GPU_CHILD_H
#include <stdbool.h>
#include <stdint.h>

struct gpu_child;
struct gpus;
struct helper;

int gpu_child_start(struct helper *helper, unsigned index, const char *const *arguments, bool dies_with_us, uint64_t patience_ns);
/* Takes what it wrote; true when it has ended, with its wait status. */
bool gpu_child_take(struct helper *helper, struct gpu_child *child, int *status);
/* Did it print more than any answer has? */
bool gpu_child_babbles(const struct gpu_child *child);
void gpu_child_kill(struct gpu_child *child);
void gpu_close(struct gpus *gpus);
#endif
