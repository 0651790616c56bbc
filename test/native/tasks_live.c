/* SPDX-License-Identifier: MIT */
/* The task programs on the running kernel, against the kernel's own account of the same tasks, and against what is hard for them: short lives, a map that
 * is full, a pid that comes again, names of any bytes, a cgroup that goes. One program, since all of it needs the children that it starts. Needs root and BTF, and says so when it is skipped (77). */
#include "base/monotonic.h"
#include "bpf/task_record.h"
#include "check.h"
#include "tasks/tasks.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SHORT_LIVES = 10000, SMALL = 1024 };

static struct tasks *open_tasks(unsigned size, uint64_t cgroup, bool software)
{
	const struct tasks_settings settings = { .ncpu = (unsigned)sysconf(_SC_NPROCESSORS_CONF), .size = size, .cgroup = cgroup, .software = software };
	char why[384];
	struct tasks *tasks = tasks_open(&settings, why, sizeof(why));

	if (!tasks) {
		printf("FAIL: %s\n", why);
		exit(1);
	}
	CHECK(why[0] == '\0');
	return tasks;
}

struct found {
	unsigned all, times;
	struct task_record record; /* of the pid that was looked for, at its last time */
};

/* One walk. */
static struct found look(struct tasks *tasks, pid_t pid)
{
	struct found found = { 0 };
	const struct task_record *records;
	const uint32_t *pids;
	int count;

	tasks_begin(tasks);
	while ((count = tasks_step(tasks, monotonic_ns(), &pids, &records)) > 0) {
		found.all += (unsigned)count;
		for (int i = 0; i < count; i++) {
			if ((pid_t)pids[i] != pid)
				continue;
			found.times++;
			found.record = records[i];
		}
	}
	CHECK(count == 0);
	return found;
}

static void sleep_ns(uint64_t ns)
{
	nanosleep(&(struct timespec){ .tv_sec = (time_t)(ns / (uint64_t)NS_PER_S), .tv_nsec = (long)(ns % (uint64_t)NS_PER_S) }, NULL);
}

static uint64_t clock_now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * (uint64_t)NS_PER_S + (uint64_t)t.tv_nsec;
}

static void use_cpu(uint64_t ns)
{
	const uint64_t end = clock_now(CLOCK_THREAD_CPUTIME_ID) + ns;

	while (clock_now(CLOCK_THREAD_CPUTIME_ID) < end)
		;
}

/* A child that waits for a byte, does its work, and waits to be killed; or ends, when work returns. */
struct child {
	pid_t pid;
	int start, done;
};

static struct child begin(void (*work)(void))
{
	struct child child;
	int start[2], done[2];
	char byte;

	if (pipe2(start, O_CLOEXEC) || pipe2(done, O_CLOEXEC))
		exit(2);
	child = (struct child){ .pid = fork(), .start = start[1], .done = done[0] };
	if (child.pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (read(start[0], &byte, 1) == 1)
			work();
		(void)!write(done[1], "d", 1);
		for (;;)
			pause();
	}
	close(start[0]);
	close(done[1]);
	return child;
}

static void until_asleep(pid_t pid)
{
	char path[64], line[4096], *end = NULL;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	while (!end || end[2] != 'S') {
		FILE *file = fopen(path, "re");

		/* The name may hold anything, and ends with the last bracket. */
		line[file ? fread(line, 1, sizeof(line) - 1, file) : 0] = '\0';
		end = strrchr(line, ')');
		if (file)
			fclose(file);
		sleep_ns(NS_PER_MS);
	}
}

static void start(const struct child *child)
{
	until_asleep(child->pid);
	CHECK(write(child->start, "s", 1) == 1);
}

static void let_work(const struct child *child)
{
	char byte;

	start(child);
	CHECK(read(child->done, &byte, 1) == 1);
	until_asleep(child->pid);
}

static void end(const struct child *child)
{
	kill(child->pid, SIGKILL);
	waitpid(child->pid, NULL, 0);
	close(child->start);
	close(child->done);
}

static unsigned long status_number(pid_t pid, const char *name)
{
	char path[64], line[256];
	unsigned long number = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, name, strlen(name)) == 0)
			sscanf(line + strlen(name), ":\t%lu", &number);
	if (file)
		fclose(file);
	return number;
}

static void frames(void)
{
	for (int i = 0; i < 100; i++) {
		sleep_ns(5 * NS_PER_MS);
		use_cpu(NS_PER_MS / 2);
	}
}

/* Switches as the kernel counts them, run time as its clock of the process has it. */
static void account(void)
{
	struct tasks *tasks = open_tasks(TASKS_SIZE, 0, false);
	const uint64_t began = monotonic_ns();
	const struct child child = begin(frames);
	const uint64_t before = look(tasks, child.pid).record.run_ns;
	clockid_t clock;
	struct found found;
	uint64_t own;

	let_work(&child);
	found = look(tasks, child.pid);
	own = clock_getcpuclockid(child.pid, &clock) ? 0 : clock_now(clock);
	CHECK(found.times == 1);
	CHECK(found.record.tgid == (unsigned)child.pid);
	CHECK(found.record.voluntary == status_number(child.pid, "voluntary_ctxt_switches") && found.record.voluntary >= 100);
	CHECK(found.record.involuntary == status_number(child.pid, "nonvoluntary_ctxt_switches"));
	/* The kernel's clock of a process leaves out what an interrupt or a hypervisor took, and gives a switch itself to the next task, this account to the
	 * one before: some 10 us each on a loaded machine. */
	CHECK(found.record.run_ns >= before && found.record.run_ns + (found.record.voluntary + found.record.involuntary) * 50000ull >= own);
	CHECK(found.record.run_ns + found.record.wait_ns + found.record.sleep_ns <= monotonic_ns() - began);
	/* In a virtual machine one waking in a hundred was seen by no tracer, ftrace included. */
	CHECK(found.record.wakeups >= 90 && found.record.wakeups <= found.record.voluntary);
	CHECK(found.record.runs.count + found.record.runs.older >= 64 && found.record.periods.count + found.record.periods.older >= 64);
	CHECK(phi_task_coherence(&found.record.runs, &found.record.sleeps) >= 0 && phi_bunching(&found.record.periods) != PHI_UNKNOWN);
	/* Neither is ever shorter than what was asked for; how much longer is the machine's matter. */
	CHECK(phi_mean_ns(&found.record.sleeps) >= 5 * (uint64_t)NS_PER_MS - 2048);
	CHECK(phi_mean_ns(&found.record.periods) >= 5 * (uint64_t)NS_PER_MS + NS_PER_MS / 2 - 2048);
	end(&child);
	found = look(tasks, child.pid);
	CHECK(found.times == 1 && found.record.flags & TASK_ENDED);
	CHECK(look(tasks, child.pid).times == 0);
	tasks_close(tasks);
}

static void spin(void)
{
	use_cpu(20 * NS_PER_MS);
}

/* What runs at this moment counts up to now, and what ran before the attach is seen at once. */
static void running(void)
{
	struct tasks *tasks = open_tasks(TASKS_SIZE, 0, false);
	const uint64_t before = look(tasks, getpid()).record.run_ns;
	struct found found;

	spin();
	found = look(tasks, getpid());
	CHECK(found.times == 1);
	CHECK(found.record.run_ns >= before + 20 * (uint64_t)NS_PER_MS);
	tasks_close(tasks);
}

static int to_child[2], from_child[2];

static void echo(void)
{
	char byte;

	for (int i = 0; i < 2000 && read(to_child[0], &byte, 1) == 1; i++)
		if (write(from_child[1], &byte, 1) != 1)
			return;
}

static void wakers(void)
{
	struct tasks *tasks = open_tasks(TASKS_SIZE, 0, false);
	struct child child;
	struct found found;
	unsigned woke = 0;
	char byte = 0;

	if (pipe(to_child) || pipe(from_child))
		exit(2);
	child = begin(echo);
	start(&child);
	for (int i = 0; i < 2000; i++)
		CHECK(write(to_child[1], &byte, 1) == 1 && read(from_child[0], &byte, 1) == 1);
	found = look(tasks, child.pid);
	for (unsigned i = 0; i < TASK_WAKERS; i++)
		if (found.record.waker[i] == (unsigned)getpid())
			woke = found.record.woke[i];
	CHECK(found.record.wakeups > 0 && woke >= found.record.wakeups / 2);
	end(&child);
	tasks_close(tasks);
}

static const char hostile[] = "\x1b[31m\n\"\\\xff' ;$";

static void rename_self(void)
{
	prctl(PR_SET_NAME, hostile);
}

static void become_sleep(void)
{
	execl("/bin/sleep", "sleep", "1000", NULL);
}

static void names(void)
{
	struct tasks *tasks = open_tasks(TASKS_SIZE, 0, false);
	struct child child = begin(rename_self);
	struct found found;

	let_work(&child);
	found = look(tasks, child.pid);
	CHECK(found.times == 1 && memcmp(found.record.comm, hostile, sizeof(hostile)) == 0);
	CHECK(found.record.execs == 0);
	end(&child);

	child = begin(become_sleep);
	start(&child);
	do {
		sleep_ns(NS_PER_MS);
		found = look(tasks, child.pid);
	} while (!found.record.execs || !(found.record.flags & TASK_ASLEEP));
	CHECK(found.record.execs == 1 && strcmp(found.record.comm, "sleep") == 0);
	CHECK(found.record.tgid == (unsigned)child.pid);
	end(&child);
	tasks_close(tasks);
}

static pid_t child_of_pid(pid_t pid)
{
	struct clone_args arguments = { .exit_signal = SIGCHLD, .set_tid = (uintptr_t)&pid, .set_tid_size = 1 };
	const pid_t child = (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));

	if (child == 0) {
		use_cpu(NS_PER_MS);
		_exit(0);
	}
	return child;
}

static void reuse(void)
{
	struct tasks *tasks = open_tasks(TASKS_SIZE, 0, false);
	const pid_t pid = child_of_pid(29999);
	struct found first, second;

	if (pid < 0) {
		printf("the pid cannot be chosen here (%s): pid reuse is not tested\n", strerror(errno));
		tasks_close(tasks);
		return;
	}
	waitpid(pid, NULL, 0);
	/* Not told in between: the second task finds the record of the first one. */
	CHECK(child_of_pid(pid) == pid);
	waitpid(pid, NULL, 0);
	second = look(tasks, pid);
	CHECK(second.times == 1 && second.record.flags & TASK_ENDED && second.record.run_ns < 1500 * (uint64_t)NS_PER_MS);
	CHECK(tasks_counts(tasks).replaced >= 1);
	CHECK(child_of_pid(pid) == pid);
	waitpid(pid, NULL, 0);
	first = second;
	second = look(tasks, pid);
	CHECK(second.times == 1 && second.record.start > first.record.start);
	tasks_close(tasks);
}

/* More tasks than the map has room for: it stays bounded, and what is lost is counted. */
static void short_lives(unsigned size)
{
	struct tasks *tasks = open_tasks(size, 0, false);
	struct tasks_counts counts;
	struct found found;

	for (int i = 0; i < SHORT_LIVES; i++) {
		const pid_t pid = vfork();

		if (pid == 0)
			_exit(0);
		waitpid(pid, NULL, 0);
	}
	found = look(tasks, getpid());
	counts = tasks_counts(tasks);
	printf("%u short lives, room for %u: %u found, %llu made, %llu ended, %llu dropped, %llu found no room\n", SHORT_LIVES, size, found.all,
	       (unsigned long long)counts.created, (unsigned long long)counts.ended, (unsigned long long)counts.evicted, (unsigned long long)counts.refused);
	CHECK(found.all <= size);
	CHECK(found.times == 1);
	CHECK(counts.created >= SHORT_LIVES);
	CHECK(counts.created <= counts.replaced + counts.ended + counts.evicted + counts.seen);
	CHECK(size < SHORT_LIVES ? counts.evicted > 0 : counts.evicted == 0);
	tasks_close(tasks);
}

static void touch_memory(void)
{
	enum { PAGES = 500 };
	char *memory = mmap(NULL, PAGES * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	madvise(memory, PAGES * 4096, MADV_NOHUGEPAGE);
	for (int i = 0; i < PAGES; i++) {
		memory[i * 4096] = 1;
		if (i % 50 == 0)
			sleep_ns(NS_PER_MS / 10);
	}
}

/* The way of a counter through perf to a record, with page faults and switches in place of misses and instructions. */
static void counters(void)
{
	struct tasks *tasks = open_tasks(TASKS_SIZE, 0, true);
	const struct child child = begin(touch_memory);
	struct found found;

	CHECK(tasks_uncounted(tasks) == NULL);
	let_work(&child);
	found = look(tasks, child.pid);
	CHECK(found.record.misses >= 500 && found.record.misses < 5000);
	CHECK(found.record.missed.count >= 8 && phi_coherence(&found.record.missed) != PHI_UNKNOWN);
	end(&child);
	tasks_close(tasks);
	tasks = open_tasks(TASKS_SIZE, 0, false);
	found = look(tasks, getpid());
	CHECK(!tasks_uncounted(tasks) || (found.record.misses == 0 && found.record.instructions == 0));
	printf("counters: %s\n", tasks_uncounted(tasks) ? tasks_uncounted(tasks) : "cache misses and instructions");
	tasks_close(tasks);
}

static const char *cgroup_root(void)
{
	return access("/sys/fs/cgroup/unified/cgroup.procs", W_OK) == 0 ? "/sys/fs/cgroup/unified" : "/sys/fs/cgroup";
}

static char outer[128], inner[256], beside[256];

static void enter(const char *folder)
{
	char path[320];
	FILE *file;

	snprintf(path, sizeof(path), "%s/cgroup.procs", folder);
	file = fopen(path, "we");
	CHECK(file && fprintf(file, "0\n") > 0);
	CHECK(!file || fclose(file) == 0);
}

static void work_inside(void)
{
	enter(inner);
	for (int i = 0; i < 20; i++)
		sleep_ns(NS_PER_MS / 10);
}

static void work_beside(void)
{
	enter(beside);
	for (int i = 0; i < 20; i++)
		sleep_ns(NS_PER_MS / 10);
}

static void cgroups(void)
{
	struct stat folder;
	struct tasks *tasks;
	struct child inside, outside;
	struct found found;

	snprintf(outer, sizeof(outer), "%s/lattice-live-%d", cgroup_root(), getpid());
	snprintf(inner, sizeof(inner), "%s/inner", outer);
	snprintf(beside, sizeof(beside), "%s-beside", outer);
	if (mkdir(outer, 0755) || mkdir(inner, 0755) || mkdir(beside, 0755) || stat(outer, &folder)) {
		printf("no cgroup can be made here (%s): the filter is not tested\n", strerror(errno));
		rmdir(inner);
		rmdir(outer);
		return;
	}
	tasks = open_tasks(TASKS_SIZE, folder.st_ino, false);
	inside = begin(work_inside);
	outside = begin(work_beside);
	let_work(&inside);
	let_work(&outside);
	found = look(tasks, inside.pid);
	CHECK(stat(inner, &folder) == 0 && found.times == 1 && found.record.cgroup == folder.st_ino);
	CHECK(found.all == 1 && look(tasks, outside.pid).times == 0);
	/* The cgroup goes with its task in the map: what was counted stays, with the id that it had. */
	end(&inside);
	end(&outside);
	for (int i = 0; i < 1000 && rmdir(inner) != 0; i++)
		sleep_ns(NS_PER_MS);
	for (int i = 0; i < 1000 && rmdir(beside) != 0; i++)
		sleep_ns(NS_PER_MS);
	CHECK(rmdir(outer) == 0);
	found = look(tasks, inside.pid);
	CHECK(found.times == 1 && found.record.cgroup == folder.st_ino && found.record.flags & TASK_ENDED);
	tasks_close(tasks);
	/* An id that is no cgroup's has no tasks. */
	tasks = open_tasks(TASKS_SIZE, folder.st_ino + 1000000, false);
	sleep_ns(10 * NS_PER_MS);
	CHECK(look(tasks, getpid()).all == 0);
	tasks_close(tasks);
}

/* Without its capabilities it says so, and nothing is left. */
static void without_capability(void)
{
	const pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		const struct tasks_settings settings = { .ncpu = 1, .size = TASKS_SIZE };
		char why[384] = "";

		if (setresuid(65534, 65534, 65534) || tasks_open(&settings, why, sizeof(why)))
			_exit(1);
		_exit(strstr(why, "the process lacks CAP_BPF and CAP_PERFMON") ? 0 : 2);
	}
	CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
	if (geteuid() != 0 || access("/sys/kernel/btf/vmlinux", R_OK) != 0) {
		printf("SKIP tasks_live: needs root and kernel BTF\n");
		return 77;
	}
	alarm(300);
	account();
	running();
	wakers();
	names();
	reuse();
	short_lives(SMALL);
	short_lives(TASKS_SIZE);
	counters();
	cgroups();
	without_capability();
	return check_result();
}
