/* SPDX-License-Identifier: MIT */
/* The modes --once and --restore. */
#ifndef LATTICE_ONCE_H
#define LATTICE_ONCE_H
struct helper;

/* Both return the exit status. */
int helper_once(struct helper *helper);
int helper_restore(struct helper *helper);
#endif
