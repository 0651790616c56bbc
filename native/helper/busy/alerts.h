/* SPDX-License-Identifier: MIT */
/* Alerts of the BPF programs: a stretch has passed an age, a CPU went idle. Nothing is told that was not asked for, and nobody is woken for less. */
#ifndef LATTICE_ALERTS_H
#define LATTICE_ALERTS_H
#include "busy/stretch.h"

#include <stdbool.h>
#include <stdint.h>

struct busy;

/* NULL where alerts can be had, else what is missing. */
const char *alerts_missing(const struct busy *busy);
/* The file that is readable while there are events, -1 without alerts. */
int alerts_file(const struct busy *busy);
/* A stretch of this CPU is told once it is older than so many ns; 0: never. The check costs at each tick of a running task, so it is attached for the
 * first such CPU and detached after the last. 0 or -errno. */
int alerts_threshold(struct busy *busy, unsigned cpu, uint64_t ns);
/* Asks for one event when this CPU goes idle. Look at its stretch afterwards: it may be idle already, and then none comes. */
void alerts_watch(struct busy *busy, unsigned cpu);
/* Hands over what has come; crossed: else the CPU went idle. */
void alerts_take(struct busy *busy, void (*take)(void *context, unsigned cpu, bool crossed), void *context);
/* Events that found no room since the start; each is told again, or seen by a look. */
uint64_t alerts_lost(const struct busy *busy);
/* false when the record changes too often to be read, or there is none of this CPU. */
bool alerts_stretch(const struct busy *busy, unsigned cpu, uint64_t now_ns, struct stretch *stretch);
/* Does the record of the CPU that runs us say that a task runs there since then? Else the program sees no switches any more. */
bool alerts_seen_since(const struct busy *busy, uint64_t ns);
#endif
