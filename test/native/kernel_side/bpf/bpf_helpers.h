/* SPDX-License-Identifier: MIT */
/* What the BPF programs ask of the kernel, as functions of kernel_side.c: so that their own source runs in a test, on as many CPUs as it wants. */
#ifndef LATTICE_TEST_BPF_HELPERS_H
#define LATTICE_TEST_BPF_HELPERS_H

#define SEC(name)
#define __uint(name, value) int (*name)[value]
#define __type(name, value) __typeof__(value) *name
#undef __always_inline
#define __always_inline inline __attribute__((always_inline))
#define preserve_access_index

__u32 bpf_get_smp_processor_id(void);
__u64 bpf_get_current_pid_tgid(void);
__u64 bpf_ktime_get_ns(void);
void *bpf_map_lookup_elem(void *map, const void *key);
void *bpf_ringbuf_reserve(void *ring, __u64 size, __u64 flags);
void bpf_ringbuf_submit(void *data, __u64 flags);
#endif
