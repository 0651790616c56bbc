/* SPDX-License-Identifier: MIT */
/* The engine's request for tasks: the programs are there while it is renewed, and records are read a few at a time between other work. */
#ifndef LATTICE_TASKS_REQUEST_H
#define LATTICE_TASKS_REQUEST_H
#include <stdbool.h>
#include <stdint.h>

struct helper;

struct tasks_asked {
	double hold_s, size, cgroup;
};

extern const struct tasks_asked tasks_asked_default;

/* NULL: the answer follows; otherwise why not. */
const char *tasks_ask(struct helper *helper, const struct tasks_asked *asked, bool has_id, double id);
/* The loader's file is readable. */
void tasks_loaded(struct helper *helper);
/* The next deadline, 0: none. */
uint64_t tasks_due(const struct helper *helper);
void tasks_run(struct helper *helper, uint64_t now);
/* With each sample: what runs from now on runs at these clocks. */
void tasks_clocks(struct helper *helper);
/* The engine has gone, or asks no more. */
void tasks_stop(struct helper *helper);
/* Before the helper ends. */
void tasks_end(struct helper *helper);
#endif
