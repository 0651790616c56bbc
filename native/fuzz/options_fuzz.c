/* SPDX-License-Identifier: MIT */
/* The command line, an argument a line, and what systemd says of the watchdog (the first line). */
#include "core/notify.h"
#include "core/options.h"
#include "fuzz/fuzz.h"

#include <getopt.h>

enum { ARGUMENTS = 64 };

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	/* Usage and errors are printed for each input; what must hold and the sanitizers write to the descriptor. */
	stdout = stderr = fopen("/dev/null", "w");
	return 0;
}

static void options(char *text)
{
	static char program[] = "lattice-helper";
	char *argv[ARGUMENTS + 2] = { program }, *rest = text, *line;
	struct options options;
	int argc = 1, status;

	while (argc <= ARGUMENTS && (line = strsep(&rest, "\n")) != NULL)
		argv[argc++] = line;
	/* 0 makes getopt begin anew, its hidden state too. */
	optind = 0;
	status = options_parse(&options, argc, argv);
	MUST(status == -1 || status == 0 || status == 2);
	if (status >= 0)
		return;
	MUST(options.root && options.runtime_directory && options.mode <= MODE_BENCH);
	MUST((options.mode == MODE_SOCKET) == (options.socket_path != NULL));
	MUST((options.mode == MODE_BENCH) == (options.bench_samples > 0) && options.bench_samples <= 1000000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size), *first = text_of(data, size);

	first[strcspn(first, "\n")] = '\0';
	setenv("WATCHDOG_USEC", first, 1);
	/* Half of the time, or the watchdog bites between two signs of life. */
	MUST(notify_watchdog_ns() <= strtoull(first, NULL, 10) * 1000);
	options(text + strlen(first) + (text[strlen(first)] == '\n'));
	free(text);
	free(first);
	return 0;
}
