/* SPDX-License-Identifier: MIT */
/* How often the reflex may lower: raising is always allowed, so a budget that is spent costs energy and never time. */
#ifndef LATTICE_REFLEX_BUDGET_H
#define LATTICE_REFLEX_BUDGET_H
#include <stdint.h>

/* In any second at most 50 lowerings of one policy, and of all policies together as many as make 400 writes with the raisings that follow them:
 * 300 a second, and 100 that were saved up. As many looks a second wait for stretches to be old, and beyond them these are raised early. */
enum { PAIRS_A_SECOND = 50, WRITES_A_SECOND = 300, WRITES_AT_ONCE = 100 };
/* A write that takes longer counts as several, so a driver that takes 50 ms for each costs the helper no more than 1/13 of its time. */
#define WRITE_NS 250000

struct budget {
	double writes; /* left; under 0 after more raising than it allows */
	uint64_t at;   /* as of then, 0: nothing was spent yet */
};

struct pairs {
	uint64_t lowered[PAIRS_A_SECOND]; /* the times of the last ones */
	unsigned next;
};

/* 0 when so many writes are left at this time, else when they will be. */
uint64_t budget_when(struct budget *budget, uint64_t now, double writes);
void budget_spend(struct budget *budget, uint64_t now, double writes);
/* What so many ns in one write cost beyond the write. */
double budget_overtime(uint64_t ns);

uint64_t pairs_when(const struct pairs *pairs, uint64_t now);
void pairs_note(struct pairs *pairs, uint64_t now);
#endif
