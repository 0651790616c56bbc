/* SPDX-License-Identifier: MIT */
/* Loads and attaches the task programs. They are an object of their own: nothing of theirs runs or takes memory while nobody asks, and where they fail
 * the busy sensor works all the same. */
#include "tasks/tasks.h"

#include "base/bpf_why.h"
#include "bpf/task_record.h"
#include "tasks/tasks_kernel.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

extern const char tasks_object[], tasks_object_end[];

static int set_constants(const struct tasks *tasks, const struct tasks_settings *settings)
{
	const struct task_constants constants = { .only_cgroup = settings->cgroup, .counting = tasks->events != NULL };

	return bpf_map__set_initial_value(bpf_object__find_map_by_name(tasks->object, ".rodata"), &constants, sizeof(constants));
}

static int set_sizes(const struct tasks *tasks, unsigned size)
{
	static const char *const by_cpu[] = { "cpus", "misses", "instructions" };
	int error = bpf_map__set_max_entries(bpf_object__find_map_by_name(tasks->object, "tasks"), size);

	for (unsigned i = 0; i < sizeof(by_cpu) / sizeof(*by_cpu) && !error; i++)
		error = bpf_map__set_max_entries(bpf_object__find_map_by_name(tasks->object, by_cpu[i]), tasks->ncpu);
	return error;
}

static int map_cpus(struct tasks *tasks)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE), bytes = (tasks->ncpu * sizeof(struct task_cpu) + page - 1) / page * page;
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, bpf_map__fd(bpf_object__find_map_by_name(tasks->object, "cpus")), 0);

	if (memory == MAP_FAILED)
		return -errno;
	tasks->cpus = memory;
	tasks->bytes = bytes;
	return 0;
}

static int attach(struct tasks *tasks)
{
	static const char *const names[TASK_PROGRAMS] = { "lattice_waking", "lattice_exec", "lattice_rename", "lattice_tasks" };

	for (unsigned i = 0; i < TASK_PROGRAMS; i++) {
		tasks->links[i] = bpf_program__attach(bpf_object__find_program_by_name(tasks->object, names[i]));
		if (!tasks->links[i])
			return -errno;
	}
	return 0;
}

/* Returns the step that failed, its negative errno in *error; NULL when all went well. */
static const char *start(struct tasks *tasks, const struct tasks_settings *settings, int *error)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "lattice_tasks");

	tasks->object = bpf_object__open_mem(tasks_object, (size_t)(tasks_object_end - tasks_object), &options);
	if (!tasks->object) {
		*error = -errno;
		return "the BPF object of tasks cannot be read";
	}
	task_events_open(tasks, settings->software);
	*error = set_sizes(tasks, settings->size);
	if (!*error)
		*error = set_constants(tasks, settings);
	if (!*error)
		*error = bpf_object__load(tasks->object);
	if (*error)
		return "the kernel does not load the programs for tasks";
	tasks->map = bpf_map__fd(bpf_object__find_map_by_name(tasks->object, "tasks"));
	*error = task_events_hand_over(tasks);
	if (*error)
		return "the counters cannot be given to the programs for tasks";
	*error = map_cpus(tasks);
	if (*error)
		return "the BPF map of CPUs cannot be mapped";
	*error = attach(tasks);
	if (*error)
		return "the programs for tasks cannot be attached";
	*error = bpf_seed(bpf_program__fd(bpf_object__find_program_by_name(tasks->object, "lattice_tasks_seed")), tasks->ncpu);
	return *error ? "what the CPUs run now cannot be read" : NULL;
}

struct tasks *tasks_open(const struct tasks_settings *settings, char *why, size_t len)
{
	struct tasks *tasks;
	const char *failed;
	int error = 0;

	if (!bpf_possible(why, len))
		return NULL;
	tasks = calloc(1, sizeof(*tasks));
	if (!tasks) {
		strncpy(why, "out of memory", len);
		return NULL;
	}
	tasks->ncpu = settings->ncpu;
	why[0] = '\0';
	failed = start(tasks, settings, &error);
	if (failed) {
		bpf_explain(why, len, failed, error);
		tasks_close(tasks);
		return NULL;
	}
	return tasks;
}

void tasks_weight(struct tasks *tasks, unsigned cpu, unsigned mhz)
{
	if (cpu < tasks->ncpu)
		__atomic_store_n(&tasks->cpus[cpu].weight, mhz, __ATOMIC_RELAXED);
}

const char *tasks_uncounted(const struct tasks *tasks)
{
	return tasks->uncounted[0] ? tasks->uncounted : NULL;
}

void tasks_close(struct tasks *tasks)
{
	if (!tasks)
		return;
	for (unsigned i = 0; i < TASK_PROGRAMS; i++)
		bpf_link__destroy(tasks->links[i]);
	if (tasks->cpus)
		munmap(tasks->cpus, tasks->bytes);
	task_events_close(tasks);
	bpf_object__close(tasks->object);
	free(tasks);
}
