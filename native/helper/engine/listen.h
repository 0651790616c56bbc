/* SPDX-License-Identifier: MIT */
/* The unix socket on which engines connect. */
#ifndef LATTICE_LISTEN_H
#define LATTICE_LISTEN_H
/* systemd's socket or our own at this path; -errno after a message. */
int listen_open(const char *path);
void listen_close(const char *path);
#endif
