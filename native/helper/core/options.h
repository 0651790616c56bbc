/* SPDX-License-Identifier: MIT */
/* The command line. */
#ifndef LATTICE_OPTIONS_H
#define LATTICE_OPTIONS_H
#include <stdbool.h>

#define LATTICE_HELPER_VERSION "0.1.0"
#define RUNTIME_DIRECTORY "/run/lattice-helper" /* by default; of the real machine its lock is taken in any case */

enum mode { MODE_STDIO, MODE_SOCKET, MODE_ONCE, MODE_RESTORE, MODE_BENCH };

struct options {
	enum mode mode;
	const char *socket_path; /* MODE_SOCKET */
	unsigned bench_samples;
	const char *root, *runtime_directory;
	const char *nvidia_smi; /* NULL: where distributions put it */
	bool read_only;
	bool without_bpf; /* busy time from /proc/stat although BPF could be had */
};

/* Returns the exit status, or -1 to go on. */
int options_parse(struct options *options, int argc, char **argv);
#endif
