/* SPDX-License-Identifier: MIT */
/* Busy time per CPU and its bunching ladders, from the sched_switch program in native/bpf.
 * busy_none.c has the same functions and those of alerts.h, for a build without clang or libbpf. */
#ifndef LATTICE_BUSY_H
#define LATTICE_BUSY_H

#include <stddef.h>
#include <stdint.h>

#define BUSY_LADDERS 5u /* 5, 10, 20, 40 and 80 ms */

struct busy;

/* Loads and attaches the program and finds out what each online CPU runs now. NULL when that fails: `why` then says what is missing; otherwise it is
 * "". len > 0. */
struct busy *busy_open(unsigned ncpu, char *why, size_t len);

/* Reads what the kernel recorded up to now_ns (CLOCK_MONOTONIC). No system call. Call it at least every 2 s, or the ladders start again. */
void busy_read(struct busy *busy, uint64_t now_ns);

/* ns this CPU was not idle since busy_open (its running task included) as of the last busy_read; never decreases. 0 for a CPU that was never online. */
uint64_t busy_ns(const struct busy *busy, unsigned cpu);

/* The part of busy_ns at an age of the stretch below 1 << step ms (step < BUSY_AGES of bpf/busy_record.h); never decreases. */
uint64_t busy_young_ns(const struct busy *busy, unsigned cpu, unsigned step);

/* Bunching (signed coherence) of the CPU's busy share at 5 << ladder ms as of the last busy_read; NaN until 96 rungs were seen. */
double busy_bunching(const struct busy *busy, unsigned cpu, unsigned ladder);

/* Detaches the program and frees everything. NULL is fine. */
void busy_close(struct busy *busy);

#endif
