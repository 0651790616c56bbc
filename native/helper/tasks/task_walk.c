/* SPDX-License-Identifier: MIT */
/* Reads the map in batches. A task may change its record meanwhile: a copy that is not of one moment is taken again. */
#include "bpf/task_record.h"
#include "tasks/tasks.h"
#include "tasks/tasks_kernel.h"

#include <bpf/bpf.h>
#include <errno.h>

enum { TRIES = 5 };

static bool whole(const struct task_record *record)
{
	return record->begun == record->done;
}

static bool read_again(const struct tasks *tasks, unsigned i, struct task_record *record)
{
	return bpf_map_lookup_elem(tasks->map, &tasks->pids[i], record) == 0;
}

static void drop(struct tasks *tasks, unsigned *count, unsigned i)
{
	const unsigned last = --*count;

	tasks->pids[i] = tasks->pids[last];
	tasks->records[i] = tasks->records[last];
}

/* Leaves out what is not filled in yet, has gone, or changes too often to be read. */
static unsigned repair(struct tasks *tasks, unsigned count)
{
	for (unsigned i = 0; i < count;) {
		bool there = true;

		for (unsigned n = 0; n < TRIES && there && !whole(&tasks->records[i]); n++)
			there = read_again(tasks, i, &tasks->records[i]);
		if (there && whole(&tasks->records[i]) && tasks->records[i].start)
			i++;
		else
			drop(tasks, &count, i);
	}
	return count;
}

/* What runs now has run since its last switch, which its record does not have yet. The CPU is read first and the record after it: a record that left no
 * CPU after `since` lacks this stay, and no other. The first copy stays where the second is not of one moment, or is another task's. */
static void add_running(struct tasks *tasks, unsigned count, uint64_t now_ns)
{
	for (unsigned cpu = 0; cpu < tasks->ncpu; cpu++) {
		struct task_record record;
		const uint32_t pid = __atomic_load_n(&tasks->cpus[cpu].running, __ATOMIC_ACQUIRE);
		const uint64_t since = __atomic_load_n(&tasks->cpus[cpu].since, __ATOMIC_ACQUIRE);
		unsigned i = 0;

		while (i < count && tasks->pids[i] != pid)
			i++;
		if (!pid || !since || now_ns <= since || i == count || !read_again(tasks, i, &record) || !whole(&record) || record.start != tasks->records[i].start)
			continue;
		tasks->records[i] = record;
		if (record.off > since || record.flags & TASK_ENDED)
			continue;
		tasks->records[i].run_ns += now_ns - since;
		tasks->records[i].work += (now_ns - since) * tasks->cpus[cpu].weight;
	}
}

/* A living task may have the pid, and the record, by now. The kernel has no call that looks and deletes at once and is old enough. */
static bool delete_record(const struct tasks *tasks, unsigned i)
{
	struct task_record record;

	return read_again(tasks, i, &record) && record.start == tasks->records[i].start && bpf_map_delete_elem(tasks->map, &tasks->pids[i]) == 0;
}

static void delete_ended(struct tasks *tasks, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		bool deleted;

		if (!(tasks->records[i].flags & TASK_ENDED))
			continue;
		deleted = delete_record(tasks, i);
		tasks->counts.ended++;
		tasks->counts.seen -= deleted;
		tasks->deleted += deleted;
	}
}

static void count_made(struct tasks *tasks)
{
	struct tasks_counts *counts = &tasks->counts;

	counts->created = counts->replaced = counts->refused = 0;
	for (unsigned cpu = 0; cpu < tasks->ncpu; cpu++) {
		counts->created += __atomic_load_n(&tasks->cpus[cpu].created, __ATOMIC_RELAXED);
		counts->replaced += __atomic_load_n(&tasks->cpus[cpu].replaced, __ATOMIC_RELAXED);
		counts->refused += __atomic_load_n(&tasks->cpus[cpu].refused, __ATOMIC_RELAXED);
	}
}

/* Of all that were made before the walk, those that nobody deleted and nobody found. What was made during the walk may have been found: then it is some
 * fewer, until the next walk. */
static void finish(struct tasks *tasks)
{
	struct tasks_counts *counts = &tasks->counts;
	const uint64_t there = counts->replaced + tasks->deleted + counts->seen;

	tasks->walking = false;
	if (counts->created > there && counts->created - there > counts->evicted)
		counts->evicted = counts->created - there;
}

void tasks_begin(struct tasks *tasks)
{
	tasks->walking = true;
	tasks->started = false;
	tasks->counts.seen = 0;
	count_made(tasks);
}

int tasks_step(struct tasks *tasks, uint64_t now_ns, const uint32_t **pids, const struct task_record **records)
{
	LIBBPF_OPTS(bpf_map_batch_opts, options);
	unsigned count;
	int error;

	*pids = tasks->pids;
	*records = tasks->records;
	while (tasks->walking) {
		count = TASKS_BATCH;
		error = bpf_map_lookup_batch(tasks->map, tasks->started ? &tasks->place : NULL, &tasks->place, tasks->pids, tasks->records, &count, &options);
		tasks->started = true;
		/* ENOENT is the end, and there may be records with it. */
		if (error < 0 && error != -ENOENT) {
			tasks->walking = false;
			return error;
		}
		tasks->counts.seen += count;
		count = repair(tasks, count);
		add_running(tasks, count, now_ns);
		delete_ended(tasks, count);
		if (error == -ENOENT)
			finish(tasks);
		if (count)
			return (int)count;
	}
	return 0;
}

struct tasks_counts tasks_counts(const struct tasks *tasks)
{
	return tasks->counts;
}
