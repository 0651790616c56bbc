/* SPDX-License-Identifier: MIT */
/* The sensor of busy time and bunching of each CPU, from BPF or from /proc/stat. */
#ifndef LATTICE_LOAD_H
#define LATTICE_LOAD_H
#include "busy/bunching.h"
#include "busy/busy.h"
#include "sensors/sensor.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LOAD_SIGNALS = 1 + BUSY_LADDERS, RUNG_MS = 40 };

/* Of one CPU, when /proc/stat is the source: the ladders of 40 and 80 ms. */
struct stat_cpu {
	double busy_ns, rung_start_ns;
	struct bunching rung40, rung80;
	double half; /* the first of the two 40 ms that make 80, NaN when none */
};

struct load {
	unsigned *first_signal; /* by CPU number; its busy time, then its ladders */
	bool *known;
	struct stat_cpu *stat;  /* by CPU number; NULL with BPF */
	unsigned stat_file;
	char *text;
	size_t room;
	uint64_t rung_started_ns;
};

extern const struct sensor_class load_sensor;
#endif
