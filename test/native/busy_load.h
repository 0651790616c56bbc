/* SPDX-License-Identifier: MIT */
/* Loads of known shape pinned to one CPU, for the live tests of the busy sensor. */
#ifndef LATTICE_BUSY_LOAD_H
#define LATTICE_BUSY_LOAD_H

#include <sys/types.h>

enum busy_load { BUSY_LOAD_IDLE, BUSY_LOAD_SPIN, BUSY_LOAD_POISSON, BUSY_LOAD_FRAMES };

/* Starts the load as a child process and returns its pid. Its CPU time (clock_getcpuclockid) is the load's own accounting. */
pid_t busy_load_start(enum busy_load load, unsigned cpu, unsigned seed);

/* Ends a load started here. */
void busy_load_stop(pid_t pid);

#endif
