/* SPDX-License-Identifier: MIT */
/* Loads the task programs beside the loop, and lets them go beside it: the kernel takes a tenth of a second and more for either, and a sample, a lease or
 * the reflex must not wait for that. */
#ifndef LATTICE_TASK_LOADER_H
#define LATTICE_TASK_LOADER_H
#include "tasks/tasks.h"

enum { TASK_WHY = 384 };

struct task_loader;

/* NULL: why says what is missing. task_loader_file becomes readable when it is done. */
struct task_loader *task_loader_begin(const struct tasks_settings *settings, char *why, size_t len);
int task_loader_file(const struct task_loader *loader);
/* Waits until it is done, and frees it. The result is that of tasks_open. */
struct tasks *task_loader_end(struct task_loader *loader, char *why, size_t len);
/* tasks_close beside the loop. NULL is fine. */
void task_loader_unload(struct tasks *tasks);
#endif
