/* SPDX-License-Identifier: MIT */
/* native/bpf/busy.bpf.c itself, compiled for this process: CPUs switch and tick at the times that a test says. */
#ifndef LATTICE_TEST_KERNEL_SIDE_H
#define LATTICE_TEST_KERNEL_SIDE_H
#include "bpf/busy_record.h"

#include <stdbool.h>
#include <stdint.h>

enum { KERNEL_CPUS = 256, KERNEL_RING = 1024 };

extern struct busy_record kernel_records[KERNEL_CPUS];
/* How many events find room until the next kernel_take(). */
extern unsigned kernel_room;

/* All CPUs as before the attach, no event. */
void kernel_reset(void);
/* The CPU goes to a task, or to idle. */
void kernel_switch(unsigned cpu, bool task, uint64_t now);
/* The kernel accounts the running task. */
void kernel_tick(unsigned cpu, uint64_t now);
unsigned kernel_events(void);
/* The oldest event; false when there is none. */
bool kernel_take(struct busy_event *event);
#endif
