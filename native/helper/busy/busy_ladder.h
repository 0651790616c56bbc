/* SPDX-License-Identifier: MIT */
/* One CPU's busy counters and bunching ladders, from the record that the sched_switch program writes. */
#ifndef LATTICE_BUSY_LADDER_H
#define LATTICE_BUSY_LADDER_H

#include <stdint.h>

#include "bpf/busy_record.h"
#include "busy/bunching.h"
#include "busy/busy.h"

struct busy_ladder {
	uint64_t busy_ns;           /* as of the last read */
	uint64_t young[BUSY_AGES];  /* busy ns at an age below 1, 2, 4 ... 64 ms, as of the last read */
	uint64_t next;              /* number of the first bucket not taken yet; 0 before the first read */
	uint64_t sum[BUSY_LADDERS]; /* ns in each ladder's rung so far */
	struct bunching bunching[BUSY_LADDERS];
};

/* Reads the buckets that ended by now_ns, and updates busy_ns and young. Changes nothing when the CPU changes its record too often to be read. */
void busy_ladder_read(struct busy_ladder *ladder, const struct busy_record *record, uint64_t now_ns);

#endif
