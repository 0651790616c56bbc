/* SPDX-License-Identifier: MIT */
/* argv in, options out: an unknown option or a second mode is a usage error (2). */
#include "core/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"Usage: lattice-helper [--stdio | --socket PATH | --once | --restore | --restore-kept | --bench N] [options]\n"
	"The privileged part of lattice: reads sensors, offers controls, puts everything back.\n"
	"\n"
	"  --stdio            talk to one engine over stdin and stdout (the default)\n"
	"  --socket PATH      listen on a unix socket, for one engine at a time\n"
	"  --once             print what this machine offers and one sample as JSON; writes nothing\n"
	"  --restore          write the baseline of this boot back, and exit\n"
	"  --restore-kept     the same, and charge limits that were to be kept as well\n"
	"  --bench N          measure N samples against the bare reads they need\n"
	"  --engine-user NAME who may connect there besides root (default " ENGINE_USER ")\n"
	"  --root DIR         read and write below DIR instead of / (a fake machine)\n"
	"  --runtime-dir DIR  where the baseline is kept (default " RUNTIME_DIRECTORY ")\n"
	"  --read-only        refuse every write\n"
	"  --busy SOURCE      bpf (the default, where it can be had), proc_stat, or kernel: bpf for a fake machine\n"
	"                     too, whose CPUs are then busy as those of the same numbers here\n"
	"  --nvidia-smi PATH  run this to describe and set NVIDIA GPUs\n"
	"  --version, --help\n";

static int usage_error(const char *message, const char *text)
{
	fprintf(stderr, "lattice-helper: %s%s\nTry 'lattice-helper --help'.\n", message, text);
	return 2;
}

int options_parse(struct options *options, int argc, char **argv)
{
	enum { ROOT = 256, RUNTIME, READ_ONLY, BUSY, NVIDIA_SMI, ENGINE, VERSION, HELP, STDIO, SOCKET, ONCE, RESTORE, RESTORE_KEPT, BENCH };
	static const struct option known[] = {
		{ "root", required_argument, NULL, ROOT },         { "runtime-dir", required_argument, NULL, RUNTIME }, { "read-only", no_argument, NULL, READ_ONLY },
		{ "version", no_argument, NULL, VERSION },         { "help", no_argument, NULL, HELP },                 { "stdio", no_argument, NULL, STDIO },
		{ "socket", required_argument, NULL, SOCKET },     { "once", no_argument, NULL, ONCE },                 { "restore", no_argument, NULL, RESTORE },
		{ "bench", required_argument, NULL, BENCH },       { "busy", required_argument, NULL, BUSY },
		{ "restore-kept", no_argument, NULL, RESTORE_KEPT },
		{ "nvidia-smi", required_argument, NULL, NVIDIA_SMI }, { "engine-user", required_argument, NULL, ENGINE },
		{ NULL, 0, NULL, 0 },
	};
	int letter, modes = 0;
	char *end;

	*options = (struct options){ .root = "/", .runtime_directory = RUNTIME_DIRECTORY };
	while ((letter = getopt_long(argc, argv, "", known, NULL)) != -1) {
		modes += letter >= STDIO;
		switch (letter) {
		case ROOT:
			options->root = optarg;
			break;
		case RUNTIME:
			options->runtime_directory = optarg;
			break;
		case READ_ONLY:
			options->read_only = true;
			break;
		case BUSY:
			options->without_bpf = strcmp(optarg, "proc_stat") == 0;
			options->kernel_busy = strcmp(optarg, "kernel") == 0;
			if (!options->without_bpf && !options->kernel_busy && strcmp(optarg, "bpf") != 0)
				return usage_error("--busy takes bpf, proc_stat or kernel, not ", optarg);
			break;
		case NVIDIA_SMI:
			options->nvidia_smi = optarg;
			break;
		case ENGINE:
			options->engine_user = optarg;
			break;
		case VERSION:
			puts("lattice-helper " LATTICE_HELPER_VERSION);
			return 0;
		case HELP:
			fputs(usage, stdout);
			return 0;
		case STDIO:
			options->mode = MODE_STDIO;
			break;
		case SOCKET:
			options->mode = MODE_SOCKET;
			options->socket_path = optarg;
			break;
		case ONCE:
			options->mode = MODE_ONCE;
			break;
		case RESTORE:
		case RESTORE_KEPT:
			options->mode = MODE_RESTORE;
			options->restore_kept = letter == RESTORE_KEPT;
			break;
		case BENCH:
			options->mode = MODE_BENCH;
			options->bench_samples = (unsigned)strtoul(optarg, &end, 10);
			if (*end || !options->bench_samples || options->bench_samples > 1000000)
				return usage_error("--bench takes a number from 1 to 1000000, not ", optarg);
			break;
		default:
			return usage_error("see the option above", "");
		}
	}
	if (optind < argc)
		return usage_error("unexpected argument: ", argv[optind]);
	if (modes > 1)
		return usage_error("only one of --stdio, --socket, --once, --restore, --restore-kept and --bench can be given", "");
	return -1;
}
