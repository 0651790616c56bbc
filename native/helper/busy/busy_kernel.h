/* SPDX-License-Identifier: MIT */
/* The loaded BPF programs: what busy.c and alerts.c share. */
#ifndef LATTICE_BUSY_KERNEL_H
#define LATTICE_BUSY_KERNEL_H
#include "busy/busy_ladder.h"

#include <stddef.h>
#include <stdint.h>

struct bpf_link;
struct bpf_object;
struct busy_record;
struct ring_buffer;

struct busy {
	unsigned ncpu;
	struct bpf_object *object;
	struct bpf_link *link;
	struct busy_record *records; /* only thresholds and watches are written here */
	size_t bytes;
	struct bpf_link *age_link;   /* while ages are asked for */
	unsigned asked;              /* CPUs with a threshold */
	struct ring_buffer *events;  /* NULL: no alerts */
	int events_file;
	char alerts_why[160];
	struct busy_ladder ladders[];
};

/* Before the object is loaded: leaves the age check out where the kernel has nothing to attach it to. */
void alerts_prepare(struct busy *busy);
/* After: tries it once. Where that fails alerts_why says why, and the busy sensor works all the same. */
void alerts_open(struct busy *busy);
void alerts_close(struct busy *busy);
#endif
