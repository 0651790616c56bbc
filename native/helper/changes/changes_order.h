/* SPDX-License-Identifier: MIT */
/* The order in which changes are written. */
#ifndef LATTICE_CHANGES_ORDER_H
#define LATTICE_CHANGES_ORDER_H
#include <stdbool.h>

struct changes;
struct machine;

/* The order of safety (setting), or CPU limits first (restoring). */
void changes_order(struct changes *changes, struct machine *machine, bool restoring);
#endif
