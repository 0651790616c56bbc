/* SPDX-License-Identifier: MIT */
/* Which CPUs are performance, efficiency and low-power cores. */
#ifndef LATTICE_CPU_KINDS_H
#define LATTICE_CPU_KINDS_H

struct machine;

/* Names the kind of each CPU; CPUs and policies are known by then. */
void cpu_kinds_probe(struct machine *machine, const struct machine *before);
#endif
