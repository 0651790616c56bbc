/* SPDX-License-Identifier: MIT */
/* The clock of all deadlines. It stops during a suspend, so no deadline passes while the machine sleeps. */
#ifndef LATTICE_MONOTONIC_H
#define LATTICE_MONOTONIC_H
#include <stdint.h>

#define NS_PER_S INT64_C(1000000000)
#define NS_PER_MS INT64_C(1000000)

uint64_t monotonic_ns(void);
/* Time that the machine has slept since its boot: CLOCK_BOOTTIME less CLOCK_MONOTONIC. `before` as long as it differs by no more than the two readings may. */
double asleep_ns(double before);
/* Time between two ticks of the kernel's scheduler: its coarse clock moves with them. */
uint64_t scheduler_tick_ns(void);
#endif
