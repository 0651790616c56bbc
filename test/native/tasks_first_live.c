/* SPDX-License-Identifier: MIT */
/* What is before the beginning: the counters run and the load takes its time before the programs see the first switch, and none of that is the account of
 * the task that leaves a CPU first. On the running kernel, with page faults in place of cache misses. Needs root and BTF, and says so when it is skipped (77). */
#include "base/bpf_why.h"
#include "base/monotonic.h"
#include "bpf/task_record.h"
#include "check.h"
#include "tasks/tasks.h"

#include <bpf/libbpf.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { PAGES = 4000 };

static bool switch_before_seed;
static uint64_t loaded_at;

int __real_bpf_object__load(struct bpf_object *object);
int __wrap_bpf_object__load(struct bpf_object *object);
int __real_bpf_seed(int program, unsigned ncpu);
int __wrap_bpf_seed(int program, unsigned ncpu);

static void touch_pages(void)
{
	char *memory = mmap(NULL, PAGES * 4096ul, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		exit(2);
	madvise(memory, PAGES * 4096ul, MADV_NOHUGEPAGE);
	for (unsigned long i = 0; i < PAGES; i++)
		memory[i * 4096] = 1;
	munmap(memory, PAGES * 4096ul);
}

static void leave_cpu(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 2 * NS_PER_MS }, NULL);
}

/* The counters are open, nothing is attached. */
int __wrap_bpf_object__load(struct bpf_object *object)
{
	int error;

	touch_pages();
	error = __real_bpf_object__load(object);
	loaded_at = monotonic_ns();
	return error;
}

/* All is attached. */
int __wrap_bpf_seed(int program, unsigned ncpu)
{
	if (switch_before_seed)
		leave_cpu();
	return __real_bpf_seed(program, ncpu);
}

static void first_to_leave(bool before_seed)
{
	const struct tasks_settings settings = { .ncpu = (unsigned)sysconf(_SC_NPROCESSORS_CONF), .size = TASKS_SIZE, .software = true };
	const struct task_record *records;
	const uint32_t *pids;
	struct tasks *tasks;
	unsigned found = 0;
	char why[384];
	int count;

	switch_before_seed = before_seed;
	tasks = tasks_open(&settings, why, sizeof(why));
	if (!tasks) {
		printf("FAIL: %s\n", why);
		exit(1);
	}
	leave_cpu();
	tasks_begin(tasks);
	while ((count = tasks_step(tasks, monotonic_ns(), &pids, &records)) > 0) {
		const uint64_t since_load = monotonic_ns() - loaded_at;

		for (int i = 0; i < count; i++) {
			CHECK(records[i].run_ns + records[i].wait_ns + records[i].sleep_ns <= since_load);
			if (pids[i] != (unsigned)getpid())
				continue;
			found++;
			CHECK(records[i].misses < PAGES / 2);
		}
	}
	CHECK(count == 0 && found == 1);
	tasks_close(tasks);
}

int main(void)
{
	cpu_set_t set;

	if (geteuid() != 0 || access("/sys/kernel/btf/vmlinux", R_OK) != 0) {
		printf("SKIP tasks_first_live: needs root and kernel BTF\n");
		return 77;
	}
	alarm(300);
	/* Nobody else may be the first to leave this CPU. */
	CPU_ZERO(&set);
	CPU_SET(0, &set);
	sched_setaffinity(0, sizeof(set), &set);
	if (sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){ .sched_priority = 1 }))
		printf("without a real-time priority another task may be the first\n");
	first_to_leave(true);
	first_to_leave(false);
	return check_result();
}
