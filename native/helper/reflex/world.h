/* SPDX-License-Identifier: MIT */
/* All that the reflex knows of the world around it. In the helper this is files and BPF programs, in a test whatever the test makes of it. */
#ifndef LATTICE_REFLEX_WORLD_H
#define LATTICE_REFLEX_WORLD_H
#include "busy/stretch.h"

#include <stdbool.h>
#include <stdint.h>

enum reflex_limit { REFLEX_MIN, REFLEX_MAX, REFLEX_LIMITS };

struct reflex_world {
	void *context;
	uint64_t tick_ns; /* an age is looked at no less often than this */
	uint64_t (*now)(void *context); /* CLOCK_MONOTONIC ns */
	/* Is this CPU busy, for how long? false: it cannot be told. */
	bool (*stretch)(void *context, unsigned cpu, uint64_t now, struct stretch *stretch);
	/* Have a stretch of this CPU told at this age in ns, 0: no more; 0 or -errno. */
	int (*threshold)(void *context, unsigned cpu, uint64_t ns);
	/* Have it told once when this CPU goes idle. */
	void (*watch)(void *context, unsigned cpu);
	/* A policy's limit in kHz, read and written; 0 or -errno. */
	int (*read)(void *context, unsigned policy, enum reflex_limit limit, double *khz);
	int (*write)(void *context, unsigned policy, enum reflex_limit limit, double khz);
	/* May the policy's maximum read this much because cooling or firmware holds it down? Not asked often. */
	bool (*held_down)(void *context, unsigned policy, double khz);
	/* What cooling and firmware ask for, as a number that is another one when that changes. */
	uint64_t (*caps)(void *context, unsigned policy);
	/* Something that a person should know, said once. */
	void (*tell)(void *context, unsigned policy, const char *why);
};
#endif
