/* SPDX-License-Identifier: MIT */
/* Whether a CPU is busy now, and how old its stretch is. */
#ifndef LATTICE_STRETCH_H
#define LATTICE_STRETCH_H
#include <stdbool.h>
#include <stdint.h>

struct busy_record;

struct stretch {
	bool busy;
	uint64_t idle_since; /* ns, 0: before the first look; what it means while busy is not defined */
	uint64_t age;        /* busy ns of the newest stretch, which may be over */
};

/* false when the CPU changes its record too often to be read. A CPU that never ran is idle. */
bool stretch_read(struct stretch *stretch, const struct busy_record *record, uint64_t now_ns);
#endif
