/* SPDX-License-Identifier: MIT */
/* A kind of sensor. A new one is a file that defines its class, and a line in sensor_table.c. */
#ifndef LATTICE_SENSOR_H
#define LATTICE_SENSOR_H
#include "machine/channel.h"

struct machine;

/* probe adds signals, controls and files, and may return a state. read (optional) fills in values that plain channels cannot give. */
struct sensor_class {
	const char *name;
	void *(*probe)(struct machine *machine);
	void (*read)(struct machine *machine, void *state, enum lane lane);
};
#endif
