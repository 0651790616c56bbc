/* SPDX-License-Identifier: MIT */
/* Cache misses and instructions of each CPU, which the programs read at each switch. A machine without a PMU has none. */
#include "tasks/tasks_kernel.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { EVENTS = 2 };

static const struct {
	const char *map;
	uint64_t hardware, software;
} kinds[EVENTS] = {
	{ "misses", PERF_COUNT_HW_CACHE_MISSES, PERF_COUNT_SW_PAGE_FAULTS },
	{ "instructions", PERF_COUNT_HW_INSTRUCTIONS, PERF_COUNT_SW_CONTEXT_SWITCHES },
};

static int open_event(unsigned cpu, unsigned kind, bool software)
{
	struct perf_event_attr attributes = {
		.size = sizeof(attributes), .type = software ? PERF_TYPE_SOFTWARE : PERF_TYPE_HARDWARE,
		.config = software ? kinds[kind].software : kinds[kind].hardware,
	};
	const int file = (int)syscall(SYS_perf_event_open, &attributes, -1, (int)cpu, -1, PERF_FLAG_FD_CLOEXEC);

	return file < 0 ? -errno : file;
}

void task_events_open(struct tasks *tasks, bool software)
{
	unsigned opened = 0;
	int error = 0;

	tasks->events = malloc(tasks->ncpu * EVENTS * sizeof(*tasks->events));
	for (unsigned i = 0; tasks->events && i < tasks->ncpu * EVENTS; i++) {
		const int file = open_event(i / EVENTS, i % EVENTS, software);

		/* An offline CPU has none. */
		if (file < 0 && file != -ENODEV && !error)
			error = file;
		opened += file >= 0;
		tasks->events[i] = file < 0 ? -1 : file;
	}
	if (opened && !error)
		return;
	if (error == -ENOENT || error == -EOPNOTSUPP || !error)
		snprintf(tasks->uncounted, sizeof(tasks->uncounted), "cache misses and instructions are not counted: this machine has no counters for them");
	else
		snprintf(tasks->uncounted, sizeof(tasks->uncounted), "cache misses and instructions are not counted: %s", strerror(-error));
	task_events_close(tasks);
}

int task_events_hand_over(struct tasks *tasks)
{
	for (unsigned i = 0; tasks->events && i < tasks->ncpu * EVENTS; i++) {
		const unsigned cpu = i / EVENTS;
		const int map = bpf_map__fd(bpf_object__find_map_by_name(tasks->object, kinds[i % EVENTS].map));
		const int error = tasks->events[i] < 0 ? 0 : bpf_map_update_elem(map, &cpu, &tasks->events[i], BPF_ANY);

		if (error < 0)
			return error;
	}
	return 0;
}

void task_events_close(struct tasks *tasks)
{
	for (unsigned i = 0; tasks->events && i < tasks->ncpu * EVENTS; i++)
		if (tasks->events[i] >= 0)
			close(tasks->events[i]);
	free(tasks->events);
	tasks->events = NULL;
}
