/* SPDX-License-Identifier: MIT */
/* The reflex in the running helper: its world is the machine's files and the BPF programs, its events come through the loop. */
#ifndef LATTICE_REFLEX_HELPER_H
#define LATTICE_REFLEX_HELPER_H
struct helper;

/* Before the machine is described for the first time. */
void reflex_open(struct helper *helper);
/* Once the loop runs: waits for events. */
void reflex_listen(struct helper *helper);
void reflex_receive(struct helper *helper);
/* With each sample: finds what no event told. A BPF program that sees no switches any more ends the reflex, and a new description says so. */
void reflex_watch_over(struct helper *helper);
#endif
