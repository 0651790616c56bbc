/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What phi.bpf.c and phi_live.c share. */
#ifndef LATTICE_PHI_BPF_H
#define LATTICE_PHI_BPF_H
#include "../../native/include/phi_coherence.h"

#define PHI_BPF_LONGEST 256

struct phi_bpf_work {
	unsigned count, unused;
	unsigned long long ns[PHI_BPF_LONGEST];
	struct phi_series series;
	int coherence, bunching;
	unsigned long long mean, deviation;
};
#endif
