/* SPDX-License-Identifier: MIT */
/* The load player's view of the shared page. */
#ifndef RIG_PAGE_H
#define RIG_PAGE_H

#include <stdint.h>

struct cpu_page {
	const volatile uint32_t *frequency_khz;	/* what simulated firmware runs this CPU at */
	volatile uint64_t *busy_ns;		/* time spent working, counted while it goes on */
	volatile uint64_t *wakes;		/* times work began after idleness */
	volatile uint32_t *memory_permille;	/* share of the work at full clock that waits for memory */
	volatile uint32_t *scored;		/* 1 while what happens counts for a bench */
	volatile uint64_t *own_ns;		/* CPU time of this load alone; loads that share the CPU have a word each */
};

/* Maps the registers of a CPU, or says on stderr why not and exits. */
struct cpu_page page_map(int cpu);

#endif
