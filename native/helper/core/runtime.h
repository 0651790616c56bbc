/* SPDX-License-Identifier: MIT */
/* The runtime directory, for one helper at a time. */
#ifndef LATTICE_RUNTIME_H
#define LATTICE_RUNTIME_H
struct helper;

/* Locks it against a second helper until exit; 0 or -errno. */
int runtime_lock(struct helper *helper);
#endif
