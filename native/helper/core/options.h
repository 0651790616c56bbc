/* SPDX-License-Identifier: MIT */
/* The command line. */
#ifndef LATTICE_OPTIONS_H
#define LATTICE_OPTIONS_H
#include <stdbool.h>

#define LATTICE_HELPER_VERSION "0.2.0"
#define ENGINE_USER "lattice" /* by default, where there is such a user */
#define RUNTIME_DIRECTORY "/run/lattice-helper" /* by default; a helper of the real machine always locks it */

enum mode { MODE_STDIO, MODE_SOCKET, MODE_ONCE, MODE_RESTORE, MODE_BENCH };

struct options {
	enum mode mode;
	const char *socket_path; /* MODE_SOCKET */
	const char *engine_user; /* NULL: ENGINE_USER */
	unsigned bench_samples;
	const char *root, *runtime_directory;
	const char *nvidia_smi; /* NULL: the usual places */
	bool restore_kept; /* MODE_RESTORE: what was to be kept as well */
	bool read_only;
	bool without_bpf; /* busy time from /proc/stat even when BPF works */
	bool kernel_busy; /* busy time of the running kernel's CPUs, even for a fake tree */
};

/* Returns the exit status, or -1 to go on. */
int options_parse(struct options *options, int argc, char **argv);
#endif
