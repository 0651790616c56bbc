/* SPDX-License-Identifier: MIT */
/* Busy time from /proc/stat, where there is no BPF. */
#ifndef LATTICE_PROCSTAT_H
#define LATTICE_PROCSTAT_H
#include <stdbool.h>

struct load;
struct machine;

/* Reads /proc/stat into the busy signals; a CPU without a line (offline) becomes NaN. */
void procstat_read(struct machine *machine, struct load *load);
/* Does the ladder need its timer of 40 ms? */
bool ladder_wanted(const struct machine *machine);
/* Ends a rung; one that was shorter or longer than 40 ms by more than half breaks the chain. */
void ladder_rung(struct machine *machine);
#endif
