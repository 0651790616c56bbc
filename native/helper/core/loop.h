/* SPDX-License-Identifier: MIT */
/* The event loop and what it waits for. */
#ifndef LATTICE_LOOP_H
#define LATTICE_LOOP_H
#include <stdint.h>

struct helper;

enum source { SOURCE_TIMER, SOURCE_SIGNALS, SOURCE_ENGINE_IN, SOURCE_ENGINE_OUT, SOURCE_LISTENER, SOURCE_UEVENTS, SOURCE_GPU, SOURCE_REFLEX, SOURCE_TASKS };

/* Runs until the helper ends; its exit status. */
int helper_run(struct helper *helper);
/* 0 or -errno; -EPERM is a file that is always ready. */
int loop_watch(struct helper *helper, int file, enum source source, uint32_t events);
/* A file of a GPU's child; both of its files end together. */
int loop_watch_gpu(struct helper *helper, int file, unsigned gpu);
void loop_unwatch(struct helper *helper, int file);
#endif
