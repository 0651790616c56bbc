/* SPDX-License-Identifier: MIT */
/* RAPL power limits of one powercap zone. */
#ifndef LATTICE_POWERCAP_H
#define LATTICE_POWERCAP_H
#include "machine/machine.h"

void rapl_limits_probe(struct machine *machine, const char *directory, const char *zone);
#endif
