/* SPDX-License-Identifier: MIT */
/* lattice-helper: argv in, exit status out (0 done, 1 failed, 2 usage). */
#include "base/monotonic.h"
#include "changes/baseline.h"
#include "changes/baseline_file.h"
#include "core/bench.h"
#include "core/helper.h"
#include "core/loop.h"
#include "core/once.h"
#include "core/options.h"
#include "core/runtime.h"
#include "engine/wire.h"
#include "machine/machine.h"
#include "machine/sources.h"
#include "reflex/reflex.h"
#include "reflex/reflex_helper.h"
#include "sampling/sample.h"
#include "tasks/tasks_request.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int open_root(struct helper *helper)
{
	helper->root = open(helper->options.root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (helper->root >= 0)
		return 0;
	fprintf(stderr, "lattice-helper: --root %s: %s\n", helper->options.root, strerror(errno));
	return -errno;
}

static int load_baseline(struct helper *helper)
{
	bool owns = helper->options.mode != MODE_ONCE && helper->options.mode != MODE_BENCH && !helper->options.read_only;
	int error;

	if (owns && (error = runtime_lock(helper)) < 0)
		return error;
	error = baseline_load(&helper->baseline, owns);
	if (error == -EBADMSG)
		fprintf(stderr, "lattice-helper: %s/baseline.json is damaged%s: nothing can be restored from it\n", helper->options.runtime_directory,
			owns ? " and was moved aside to baseline.json.bad" : "");
	else if (error == -EPERM)
		fprintf(stderr, "lattice-helper: %s/baseline.json is not trusted: expected a plain file, with one name, of root or this user, in a folder of theirs that nobody "
				"else may write; nothing is restored from it\n", helper->options.runtime_directory);
	else if (error < 0)
		fprintf(stderr, "lattice-helper: %s/baseline.json: %s\n", helper->options.runtime_directory, strerror(-error));
	/* A helper that cannot read an old baseline still works, but a --restore has failed. */
	return helper->options.mode == MODE_RESTORE ? error : 0;
}

/* The real nvidia-smi knows nothing of a GPU in a fake tree. */
static void find_nvidia_smi(struct helper *helper)
{
	static const char *const usual[] = { "/usr/bin/nvidia-smi", "/usr/local/bin/nvidia-smi", "/usr/lib/wsl/lib/nvidia-smi", "/run/current-system/sw/bin/nvidia-smi" };
	const char *given = helper->options.nvidia_smi;
	bool real = strcmp(helper->options.root, "/") == 0;

	for (unsigned i = 0; !given && real && i < sizeof(usual) / sizeof(*usual); i++)
		if (access(usual[i], X_OK) == 0)
			given = usual[i];
	if (given && access(given, X_OK) < 0)
		fprintf(stderr, "lattice-helper: --nvidia-smi %s: %s\n", given, strerror(errno));
	else if (given)
		snprintf(helper->sources.gpus.program, sizeof(helper->sources.gpus.program), "%s", given);
}

static int run(struct helper *helper)
{
	switch (helper->options.mode) {
	case MODE_ONCE:
		return helper_once(helper);
	case MODE_RESTORE:
		return helper_restore(helper);
	case MODE_BENCH:
		return helper_bench(helper);
	case MODE_STDIO:
	case MODE_SOCKET:
		break;
	}
	return helper_run(helper);
}

int main(int argc, char **argv)
{
	static struct helper helper;
	int status = options_parse(&helper.options, argc, argv);

	if (status >= 0)
		return status;
	helper.wire.in = helper.wire.out = helper.listener = helper.epoll = -1;
	if (open_root(&helper) < 0)
		return 1;
	baseline_open(&helper.baseline, helper.root, helper.options.runtime_directory);
	if (load_baseline(&helper) < 0)
		return 1;
	helper.epoch = floor((double)monotonic_ns() / NS_PER_MS);
	helper.sources.without_bpf = helper.options.without_bpf;
	helper.sources.kernel_busy = helper.options.kernel_busy;
	find_nvidia_smi(&helper);
	reflex_open(&helper);
	helper.sources.opened = helper.options.mode == MODE_RESTORE;
	helper.machine = machine_probe(helper.root, helper.options.root, helper.options.read_only, &helper.sources, NULL);
	status = run(&helper);
	tasks_end(&helper);
	machine_free(helper.machine);
	reflex_free(helper.sources.reflex);
	sources_close(&helper.sources);
	baseline_free(&helper.baseline);
	sampling_free(&helper.sampling);
	wire_close(&helper.wire);
	close(helper.root);
	return status;
}
