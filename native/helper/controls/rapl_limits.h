/* SPDX-License-Identifier: MIT */
/* RAPL power limits of one powercap zone as controls. */
#ifndef LATTICE_RAPL_LIMITS_H
#define LATTICE_RAPL_LIMITS_H
struct machine;

void rapl_limits_probe(struct machine *machine, const char *directory, const char *zone);
#endif
