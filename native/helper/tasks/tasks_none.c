/* SPDX-License-Identifier: MIT */
/* Takes the place of tasks.c, task_walk.c and task_events.c when the build found no clang or no libbpf. */
#include "base/bpf_why.h"
#include "tasks/tasks.h"

#include <errno.h>
#include <stdio.h>

struct tasks *tasks_open(const struct tasks_settings *settings, char *why, size_t len)
{
	(void)settings;
	snprintf(why, len, HOW_TO_BUILD_BPF);
	return NULL;
}

void tasks_close(struct tasks *tasks)
{
	(void)tasks;
}

const char *tasks_uncounted(const struct tasks *tasks)
{
	(void)tasks;
	return BUILT_WITHOUT_BPF;
}

void tasks_weight(struct tasks *tasks, unsigned cpu, unsigned mhz)
{
	(void)tasks;
	(void)cpu;
	(void)mhz;
}

void tasks_begin(struct tasks *tasks)
{
	(void)tasks;
}

int tasks_step(struct tasks *tasks, uint64_t now_ns, const uint32_t **pids, const struct task_record **records)
{
	(void)tasks;
	(void)now_ns;
	(void)pids;
	(void)records;
	return -ENOSYS;
}

struct tasks_counts tasks_counts(const struct tasks *tasks)
{
	(void)tasks;
	return (struct tasks_counts){ 0 };
}
