/* SPDX-License-Identifier: MIT */
/* The loaded programs: what tasks.c, task_walk.c and task_events.c share. */
#ifndef LATTICE_TASKS_KERNEL_H
#define LATTICE_TASKS_KERNEL_H
#include "bpf/task_record.h"
#include "tasks/tasks.h"

enum { TASK_PROGRAMS = 4 };

struct bpf_link;
struct bpf_object;

struct tasks {
	unsigned ncpu;
	struct bpf_object *object;
	struct bpf_link *links[TASK_PROGRAMS];
	int map;
	struct task_cpu *cpus; /* only weights are written here */
	size_t bytes;
	int *events; /* files, two for each CPU; -1: none */
	char uncounted[160];

	uint32_t pids[TASKS_BATCH];
	struct task_record records[TASKS_BATCH];
	uint32_t place; /* of the walk in the map */
	bool walking, started;
	struct tasks_counts counts;
	uint64_t deleted; /* records, by us */
};

/* Opens the counters, before the object is loaded; uncounted says why where there are none. */
void task_events_open(struct tasks *tasks, bool software);
/* After: gives them to the programs; -errno. */
int task_events_hand_over(struct tasks *tasks);
void task_events_close(struct tasks *tasks);
#endif
