/* SPDX-License-Identifier: MIT */
/* What may happen between two looks of a walk at the same record, made to happen there: a copy that is not of one moment, and a pid that another task has
 * by now. On the running kernel. Needs root and BTF, and says so when it is skipped (77). */
#include "base/monotonic.h"
#include "bpf/task_record.h"
#include "check.h"
#include "tasks/tasks.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int __real_bpf_map_lookup_elem(int map, const void *key, void *value);
int __wrap_bpf_map_lookup_elem(int map, const void *key, void *value);
int __real_bpf_map_lookup_batch(int map, void *in, void *out, void *keys, void *values, __u32 *count, const struct bpf_map_batch_opts *options);
int __wrap_bpf_map_lookup_batch(int map, void *in, void *out, void *keys, void *values, __u32 *count, const struct bpf_map_batch_opts *options);

static bool tearing;
static unsigned torn;
static pid_t reborn; /* a task of this pid is to be there after the next batch */

/* Its CPU was changing the record meanwhile. */
int __wrap_bpf_map_lookup_elem(int map, const void *key, void *value)
{
	const int error = __real_bpf_map_lookup_elem(map, key, value);

	if (!error && tearing) {
		((struct task_record *)value)->begun++;
		torn++;
	}
	return error;
}

static void sleep_ns(long ns)
{
	nanosleep(&(struct timespec){ .tv_nsec = ns }, NULL);
}

static pid_t child_of_pid(pid_t pid, bool lives)
{
	struct clone_args arguments = { .exit_signal = SIGCHLD, .set_tid = (uintptr_t)&pid, .set_tid_size = 1 };
	const pid_t child = (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));

	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		/* On a CPU and off again: so it has a record, which stays as it is from then on. */
		sleep_ns(1);
		while (lives)
			pause();
		_exit(0);
	}
	return child;
}

static struct task_record record_of(int map, pid_t pid)
{
	struct task_record record = { 0 };

	__real_bpf_map_lookup_elem(map, &pid, &record);
	return record;
}

int __wrap_bpf_map_lookup_batch(int map, void *in, void *out, void *keys, void *values, __u32 *count, const struct bpf_map_batch_opts *options)
{
	const int error = __real_bpf_map_lookup_batch(map, in, out, keys, values, count, options);

	for (__u32 i = 0; reborn && i < *count; i++) {
		const struct task_record before = record_of(map, reborn);

		if (((const pid_t *)keys)[i] != reborn)
			continue;
		CHECK(child_of_pid(reborn, true) == reborn);
		/* It sleeps for a moment, and then for good. */
		while (record_of(map, reborn).start == before.start || record_of(map, reborn).voluntary < 2)
			sleep_ns(NS_PER_MS);
		reborn = 0;
	}
	return error;
}

static struct tasks *open_tasks(void)
{
	const struct tasks_settings settings = { .ncpu = (unsigned)sysconf(_SC_NPROCESSORS_CONF), .size = TASKS_SIZE };
	char why[384];
	struct tasks *tasks = tasks_open(&settings, why, sizeof(why));

	if (!tasks) {
		printf("FAIL: %s\n", why);
		exit(1);
	}
	return tasks;
}

/* One walk: how often this pid was told, its record, and whether any record was not whole. */
static unsigned look(struct tasks *tasks, pid_t pid, struct task_record *found, bool *broken)
{
	const struct task_record *records;
	const uint32_t *pids;
	unsigned times = 0;
	int count;

	*broken = false;
	tasks_begin(tasks);
	while ((count = tasks_step(tasks, monotonic_ns(), &pids, &records)) > 0) {
		for (int i = 0; i < count; i++) {
			*broken |= records[i].begun != records[i].done || !records[i].start;
			if ((pid_t)pids[i] != pid)
				continue;
			times++;
			*found = records[i];
		}
	}
	CHECK(count == 0);
	return times;
}

/* What runs is read a second time. */
static void torn_copies(void)
{
	struct tasks *tasks = open_tasks();
	struct task_record record;
	bool broken;

	sleep_ns(NS_PER_MS);
	tearing = true;
	CHECK(look(tasks, getpid(), &record, &broken) == 1);
	tearing = false;
	CHECK(torn > 0 && !broken);
	CHECK(look(tasks, getpid(), &record, &broken) == 1 && !broken && record.run_ns > 0);
	tasks_close(tasks);
}

static void ended_and_reborn(void)
{
	struct tasks *tasks = open_tasks();
	const pid_t pid = child_of_pid(29998, false);
	struct task_record first, second;
	bool broken;

	if (pid < 0) {
		printf("the pid cannot be chosen here (%s): pid reuse is not tested\n", strerror(errno));
		tasks_close(tasks);
		return;
	}
	waitpid(pid, NULL, 0);
	reborn = pid;
	CHECK(look(tasks, pid, &first, &broken) == 1 && first.flags & TASK_ENDED && !broken);
	CHECK(reborn == 0);
	CHECK(look(tasks, pid, &second, &broken) == 1 && !(second.flags & TASK_ENDED) && second.start > first.start);
	CHECK(tasks_counts(tasks).ended >= 1 && tasks_counts(tasks).evicted == 0);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	CHECK(look(tasks, pid, &second, &broken) == 1 && second.flags & TASK_ENDED);
	CHECK(look(tasks, pid, &second, &broken) == 0 && tasks_counts(tasks).evicted == 0);
	tasks_close(tasks);
}

int main(void)
{
	if (geteuid() != 0 || access("/sys/kernel/btf/vmlinux", R_OK) != 0) {
		printf("SKIP tasks_walk_live: needs root and kernel BTF\n");
		return 77;
	}
	alarm(300);
	torn_copies();
	ended_and_reborn();
	return check_result();
}
