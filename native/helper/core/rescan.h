/* SPDX-License-Identifier: MIT */
/* Describing the machine again after it changed. */
#ifndef LATTICE_RESCAN_H
#define LATTICE_RESCAN_H
#include <stdbool.h>
#include <stdint.h>

struct helper;

void rescan_soon(struct helper *helper, uint64_t delay_ns);
void rescan_run(struct helper *helper);
/* Did hotplug or a driver switch happen since the last call? */
bool hotplug_seen(struct helper *helper);
#endif
