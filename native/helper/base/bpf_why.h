/* SPDX-License-Identifier: MIT */
/* What all BPF programs of the helper need when they are loaded: whether that can be, why it was not, and their start on each CPU. */
#ifndef LATTICE_BPF_WHY_H
#define LATTICE_BPF_WHY_H
#include <stdbool.h>
#include <stddef.h>

/* Where the build found no clang or no libbpf. */
#define BUILT_WITHOUT_BPF "this lattice-helper was built without BPF"
#define HOW_TO_BUILD_BPF BUILT_WITHOUT_BPF ": install clang, libbpf-dev and build again"

/* Has the kernel BTF? Otherwise `why` says so. Forgets earlier complaints. */
bool bpf_possible(char *why, size_t len);
/* Puts a negative errno of a step into words. A refusal names the capability that is missing. */
void bpf_explain(char *why, size_t len, const char *step, int error);
/* Runs a raw_tp program once on each online CPU; 0 or -errno. */
int bpf_seed(int program, unsigned ncpu);
#endif
