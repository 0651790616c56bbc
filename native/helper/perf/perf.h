/* SPDX-License-Identifier: MIT */
/* Counters of perf events on every CPU: hardware events where there is a PMU, software events always, Intel's productive cycles where the CPU has them. */
#ifndef LATTICE_PERF_H
#define LATTICE_PERF_H

#include <stdbool.h>
#include <stddef.h>

#define PERF_MAX_EVENTS 9u /* a buffer of this many doubles always suffices for perf_read */

struct perf;

/* Opens the groups of all online CPUs among 0..ncpu-1, with the PMUs of the tree at the open directory root. NULL when none could be opened; `why` says
 * the reason. When only a part could (no PMU, no file descriptors left) the result is usable and `why` says what is missing; it is "" when nothing is.
 * The caller raises RLIMIT_NOFILE before (9 descriptors for each CPU). */
struct perf *perf_open(int root, unsigned ncpu, char *why, size_t len);

/* The events that at least one CPU has, fixed after perf_open: "cycles", "instructions", "cache_misses", "stalled_backend", "ref_cycles",
 * "context_switches", "migrations", "aperf", "pperf". */
unsigned perf_event_count(const struct perf *perf);
const char *perf_event_name(const struct perf *perf, unsigned i);

/* Is there at least one hardware event? */
bool perf_hardware(const struct perf *perf);

/* Reads one CPU: out[i] is event i's count since perf_open, scaled for multiplexing, never decreasing; NaN when this CPU has
 * no such event, the event never ran, or the CPU is offline. Two system calls, each an interrupt on that CPU: skip CPUs that were idle since the last read. */
void perf_read(struct perf *perf, unsigned cpu, double *out);

/* Call these on hotplug. perf_read also notices a group that ended with its CPU, and reopens it. */
void perf_cpu_online(struct perf *perf, unsigned cpu);
void perf_cpu_offline(struct perf *perf, unsigned cpu);

void perf_close(struct perf *perf);

#endif
