/* SPDX-License-Identifier: MIT */
/*
 * The loop watches the child through a pidfd and a pipe. A hung GPU blocks it in the kernel, where no signal reaches it. Then this GPU gets no other child
 * until it has ended, and nothing else waits.
 */
#include "gpu/gpu_child.h"

#include "base/monotonic.h"
#include "core/helper.h"
#include "core/loop.h"
#include "gpu/gpu.h"
#include "machine/sources.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* More than every clock of a GPU needs. At most TAKE is read at a time, as much as a pipe holds: the loop comes back for more when it has looked at
 * everything else. */
enum { TEXT_MOST = 256 * 1024, TAKE = 64 * 1024 };

static void exec_program(const char *program, const char *const *arguments, int output, pid_t parent, bool dies_with_us)
{
	static char path[] = "PATH=/usr/sbin:/usr/bin:/sbin:/bin", language[] = "LC_ALL=C";
	static char *const environment[] = { path, language, NULL };
	char *argv[10] = { (char *)(uintptr_t)program };
	int null = open("/dev/null", O_RDONLY);
	sigset_t none;

	/* A setting that takes effect after the next helper has restored would stay for ever. */
	if (dies_with_us && (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent))
		_exit(127);
	/* Ctrl-C is meant for the helper, which restores first. */
	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0)
		_exit(127);
	for (unsigned i = 0; arguments[i] && i < 8; i++)
		argv[i + 1] = (char *)(uintptr_t)arguments[i];
	execve(program, argv, environment);
	_exit(127);
}

int gpu_child_start(struct helper *helper, unsigned index, const char *const *arguments, bool dies_with_us, uint64_t patience_ns)
{
	struct gpus *gpus = &helper->sources.gpus;
	struct gpu_child *child = &gpus->items[index].child;
	pid_t parent = getpid();
	int ends[2];

	/* Only we never wait: a program whose writes fail when the pipe is full would end with half an answer. */
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	child->pid = fork();
	if (child->pid == 0)
		exec_program(gpus->program, arguments, ends[1], parent, dies_with_us);
	close(ends[1]);
	if (child->pid < 0) {
		close(ends[0]);
		return -EAGAIN;
	}
	child->output = ends[0];
	child->process = (int)syscall(SYS_pidfd_open, child->pid, 0);
	child->length = 0;
	child->killed = false;
	child->kill_at = monotonic_ns() + patience_ns;
	loop_watch_gpu(helper, child->output, index);
	if (child->process >= 0)
		loop_watch_gpu(helper, child->process, index);
	return 0;
}

static void close_output(struct helper *helper, struct gpu_child *child)
{
	loop_unwatch(helper, child->output);
	close(child->output);
	child->output = -1;
}

/* Its end shows on the pidfd. Where there is none (before Linux 5.3) the pipe stays, and what is too much is dropped. */
static void take_output(struct helper *helper, struct gpu_child *child)
{
	ssize_t length;

	if (child->output < 0)
		return;
	child->text = realloc(child->text, child->length + TAKE + 1);
	if (!child->text)
		abort();
	length = read(child->output, child->text + child->length, TAKE);
	if (length > 0)
		child->length += (size_t)length;
	/* A closed pipe is always ready: a child that only closed it would keep the loop busy. */
	if (child->process >= 0 && (length == 0 || gpu_child_babbles(child)))
		close_output(helper, child);
	if (gpu_child_babbles(child))
		child->length = TEXT_MOST + 1;
}

static void close_both(struct helper *helper, struct gpu_child *child)
{
	if (child->output >= 0)
		close_output(helper, child);
	if (child->process < 0)
		return;
	loop_unwatch(helper, child->process);
	close(child->process);
	child->process = -1;
}

bool gpu_child_babbles(const struct gpu_child *child)
{
	return child->length > TEXT_MOST;
}

bool gpu_child_take(struct helper *helper, struct gpu_child *child, int *status)
{
	pid_t ended;

	take_output(helper, child);
	/* What prints more than any answer has may never end by itself. */
	if (gpu_child_babbles(child) && !child->killed)
		gpu_child_kill(child);
	ended = waitpid(child->pid, status, WNOHANG);
	if (ended == 0)
		return false;
	if (ended < 0)
		*status = 0x7f00;
	/* Reads what it wrote just before it ended. */
	take_output(helper, child);
	close_both(helper, child);
	child->text = realloc(child->text, child->length + 1);
	if (!child->text)
		abort();
	child->text[child->length] = '\0';
	child->pid = 0;
	return true;
}

void gpu_close(struct gpus *gpus)
{
	for (unsigned i = 0; i < gpus->count; i++) {
		struct gpu_child *child = &gpus->items[i].child;

		free(child->text);
		if (child->output >= 0)
			close(child->output);
		if (child->process >= 0)
			close(child->process);
	}
}

void gpu_child_kill(struct gpu_child *child)
{
	kill(-child->pid, SIGKILL);
	kill(child->pid, SIGKILL);
	child->killed = true;
}
