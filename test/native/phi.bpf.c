/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* phi_coherence.h as the kernel's verifier and its compiler take it: a stream of intervals in, series and results out. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "phi_bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct phi_bpf_work);
} work SEC(".maps");

SEC("raw_tp")
int lattice_phi(void *context __attribute__((unused)))
{
	const __u32 key = 0;
	struct phi_bpf_work *w = bpf_map_lookup_elem(&work, &key);

	if (!w)
		return 0;
	for (__u32 i = 0; i < PHI_BPF_LONGEST && i < w->count; i++)
		phi_push(&w->series, phi_interval(w->ns[i]));
	w->coherence = phi_coherence(&w->series);
	w->bunching = phi_bunching(&w->series);
	w->mean = phi_mean_ns(&w->series);
	w->deviation = phi_deviation_ns(&w->series);
	return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
