/* SPDX-License-Identifier: MIT */
/* The mode --bench. */
#ifndef LATTICE_BENCH_H
#define LATTICE_BENCH_H
struct helper;

/* Returns the exit status. */
int helper_bench(struct helper *helper);
#endif
