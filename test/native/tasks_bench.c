/* SPDX-License-Identifier: MIT */
/* What the account of tasks costs, over programs that do nothing on the same hooks: ns a switch and a wake-up by the kernel's own BPF statistics, and ns
 * a switch of two processes on one CPU that wake each other through pipes. Rounds in pairs, one after the other, so that a change of the machine's speed
 * meets both; medians. Then loading, and reading 10,000 tasks. Needs root and BTF, and says so when it is skipped (77). */
#include "base/monotonic.h"
#include "bpf/task_record.h"
#include "tasks/tasks.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

enum { ROUNDS = 5, TURNS = 20000, MANY = 10000, READS = 5 };

extern const char empty_object[], empty_object_end[];

static int compare(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(double *values, unsigned count)
{
	qsort(values, count, sizeof(*values), compare);
	return values[count / 2];
}

/* Two processes on CPU 0 wake each other; ns a switch. */
static double ping_pong(void)
{
	int to[2], from[2];
	char byte = 0;
	uint64_t begin;
	double result;
	pid_t pid;

	if (pipe(to) || pipe(from))
		exit(2);
	pid = fork();
	if (pid == 0) {
		close(to[1]);
		while (read(to[0], &byte, 1) == 1)
			if (write(from[1], &byte, 1) != 1)
				break;
		_exit(0);
	}
	begin = monotonic_ns();
	for (int i = 0; i < TURNS; i++)
		if (write(to[1], &byte, 1) != 1 || read(from[0], &byte, 1) != 1)
			exit(2);
	result = (double)(monotonic_ns() - begin) / TURNS / 2;
	close(to[0]);
	close(to[1]);
	close(from[0]);
	close(from[1]);
	waitpid(pid, NULL, 0);
	return result;
}

/* ns a run of the newest program of this name, since the statistics were switched on. */
static double ns_a_run(const char *name)
{
	struct bpf_prog_info info;
	double result = 0;

	for (__u32 id = 0; bpf_prog_get_next_id(id, &id) == 0;) {
		__u32 size = sizeof(info);
		const int file = bpf_prog_get_fd_by_id(id);

		memset(&info, 0, sizeof(info));
		if (file < 0)
			continue;
		if (bpf_obj_get_info_by_fd(file, &info, &size) == 0 && strcmp(info.name, name) == 0 && info.run_cnt)
			result = (double)info.run_time_ns / (double)info.run_cnt;
		close(file);
	}
	return result;
}

struct cost {
	double wall, on_switch, on_wakeup;
};

static struct cost measure(const char *on_switch, const char *on_wakeup)
{
	struct cost cost;
	int statistics;

	ping_pong();
	cost.wall = ping_pong();
	statistics = bpf_enable_stats(BPF_STATS_RUN_TIME);
	ping_pong();
	cost.on_switch = ns_a_run(on_switch);
	cost.on_wakeup = ns_a_run(on_wakeup);
	close(statistics);
	return cost;
}

static struct cost empty(void)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "lattice_empty");
	struct bpf_object *object = bpf_object__open_mem(empty_object, (size_t)(empty_object_end - empty_object), &options);
	struct bpf_link *links[2] = { NULL, NULL };
	struct cost cost;

	if (!object || bpf_object__load(object))
		exit(1);
	links[0] = bpf_program__attach(bpf_object__find_program_by_name(object, "lattice_empty"));
	links[1] = bpf_program__attach(bpf_object__find_program_by_name(object, "lattice_nothing"));
	if (!links[0] || !links[1])
		exit(1);
	cost = measure("lattice_empty", "lattice_nothing");
	bpf_link__destroy(links[0]);
	bpf_link__destroy(links[1]);
	bpf_object__close(object);
	return cost;
}

static struct tasks *open_tasks(unsigned size)
{
	const struct tasks_settings settings = { .ncpu = (unsigned)sysconf(_SC_NPROCESSORS_CONF), .size = size };
	char why[384];
	struct tasks *tasks = tasks_open(&settings, why, sizeof(why));

	if (!tasks) {
		printf("FAIL: %s\n", why);
		exit(1);
	}
	return tasks;
}

static struct cost full(void)
{
	struct tasks *tasks = open_tasks(TASKS_SIZE);
	const struct cost cost = measure("lattice_tasks", "lattice_waking");

	tasks_close(tasks);
	return cost;
}

static void *sleep_long(void *argument)
{
	(void)argument;
	pause();
	return NULL;
}

/* Threads of a process of its own, which its death ends. */
static void many_threads(int ready)
{
	pthread_attr_t attributes;
	pthread_t thread;
	unsigned made = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 16384);
	while (made < MANY && pthread_create(&thread, &attributes, sleep_long, NULL) == 0)
		made++;
	(void)!write(ready, &made, sizeof(made));
	pause();
}

static void reading(void)
{
	struct tasks *tasks = open_tasks(32768);
	const struct task_record *records;
	const uint32_t *pids;
	double took[READS], longest[READS];
	unsigned made = 0, seen = 0;
	int ready[2], count;
	pid_t pid;

	if (pipe(ready))
		exit(2);
	pid = fork();
	if (pid == 0)
		many_threads(ready[1]);
	(void)!read(ready[0], &made, sizeof(made));
	for (int i = 0; i < READS; i++) {
		uint64_t begin = monotonic_ns(), step;

		longest[i] = took[i] = 0;
		seen = 0;
		tasks_begin(tasks);
		do {
			double ms;

			step = monotonic_ns();
			count = tasks_step(tasks, step, &pids, &records);
			ms = (double)(monotonic_ns() - step) / NS_PER_MS;
			longest[i] = ms > longest[i] ? ms : longest[i];
			seen += count > 0 ? (unsigned)count : 0;
		} while (count > 0);
		took[i] = (double)(monotonic_ns() - begin) / NS_PER_MS;
	}
	printf("reading %u tasks: %.1f ms, longest step %.2f ms (medians of %d); a record has %zu bytes\n", seen, median(took, READS), median(longest, READS), READS,
	       sizeof(struct task_record));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	tasks_close(tasks);
}

int main(void)
{
	double on_switch[ROUNDS], on_wakeup[ROUNDS], wall[ROUNDS], share[ROUNDS];
	uint64_t begin;
	cpu_set_t set;

	if (geteuid() != 0 || access("/sys/kernel/btf/vmlinux", R_OK) != 0) {
		printf("SKIP tasks_bench: needs root and kernel BTF\n");
		return 77;
	}
	begin = monotonic_ns();
	tasks_close(open_tasks(TASKS_SIZE));
	printf("loading and unloading: %.0f ms, beside the helper's loop\n", (double)(monotonic_ns() - begin) / NS_PER_MS);
	reading();
	CPU_ZERO(&set);
	CPU_SET(0, &set);
	sched_setaffinity(0, sizeof(set), &set);
	/* Nothing else runs in between, so the caches are those of a machine that does only this. */
	sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){ .sched_priority = 1 });
	for (int i = 0; i < ROUNDS; i++) {
		/* Which one is first changes from round to round. */
		const struct cost first = i % 2 ? full() : empty(), second = i % 2 ? empty() : full();
		const struct cost *nothing = i % 2 ? &second : &first, *account = i % 2 ? &first : &second;

		printf("round %d: switch %.0f, wake-up %.0f, pipe switch %.0f ns; empty programs %.0f, %.0f, %.0f\n", i + 1, account->on_switch, account->on_wakeup,
		       account->wall, nothing->on_switch, nothing->on_wakeup, nothing->wall);
		on_switch[i] = account->on_switch - nothing->on_switch;
		on_wakeup[i] = account->on_wakeup - nothing->on_wakeup;
		wall[i] = account->wall - nothing->wall;
		share[i] = 100 * wall[i] / nothing->wall;
	}
	printf("net over empty programs, medians of %d pairs: switch %.0f ns, wake-up %.0f ns, pipe switch %.0f ns (%.1f %%)\n", ROUNDS, median(on_switch, ROUNDS),
	       median(on_wakeup, ROUNDS), median(wall, ROUNDS), median(share, ROUNDS));
	return 0;
}
