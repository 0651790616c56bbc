/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Programs that do nothing, on the hooks of tasks.bpf.c: what they cost is not the account's. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("tp_btf/sched_switch")
int lattice_empty(unsigned long long *arguments __attribute__((unused)))
{
	return 0;
}

SEC("tp_btf/sched_waking")
int lattice_nothing(unsigned long long *arguments __attribute__((unused)))
{
	return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
