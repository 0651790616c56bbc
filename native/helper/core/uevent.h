/* SPDX-License-Identifier: MIT */
/* The kernel's uevents: hotplug of CPUs, policies, supplies, chips. */
#ifndef LATTICE_UEVENT_H
#define LATTICE_UEVENT_H
struct helper;

/* A descriptor or -errno. */
int uevent_open(void);
void uevent_receive(struct helper *helper, int file);
#endif
