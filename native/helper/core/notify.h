/* SPDX-License-Identifier: MIT */
/* systemd's notification socket, without its library. */
#ifndef LATTICE_NOTIFY_H
#define LATTICE_NOTIFY_H
#include <stdint.h>

/* Connects to $NOTIFY_SOCKET; a descriptor, -1 when there is none. */
int notify_connect(void);
void notify_send(const char *state);
/* Half of the unit's WatchdogSec in ns, 0 when it has none. */
uint64_t notify_watchdog_ns(void);
#endif
