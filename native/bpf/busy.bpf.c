/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Time not idle per CPU, and the same in 5 ms buckets, taken at each context switch. Nothing is sent anywhere: the helper reads the map's memory. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "busy_record.h"

/* CO-RE: the loader finds the field's place in the running kernel's BTF. */
struct task_struct {
	int pid;
} __attribute__((preserve_access_index));

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1); /* the helper sets the number of CPUs */
	__type(key, __u32);
	__type(value, struct busy_record);
} busy SEC(".maps");

/* Stores that the compiler neither splits nor leaves out; their order to others is begin's and end's matter. */
#define WRITE(place, value) (*(volatile __u64 *)&(place) = (value))

/* Begins or ends a change. An exchange is a full barrier in the kernel's memory model on every architecture (an atomic add with an unused
 * result is not), so the stores of a change stay between the two. x86 needs no barrier for that, but a BPF object does not know where it runs. */
static __always_inline void step(struct busy_record *record)
{
	__sync_lock_test_and_set(&record->sequence, record->sequence + 1);
}

/* Adds ns to one bucket. The sum cannot reach the number's bits: no bucket holds more than its 5 ms. */
static __always_inline void add(struct busy_record *record, __u64 bucket, __u64 ns)
{
	__u64 *slot = &record->ring[bucket & (BUSY_BUCKETS - 1)];
	const __u64 old = *slot;

	WRITE(*slot, old >> BUSY_SHARE_BITS == bucket ? old + ns : bucket << BUSY_SHARE_BITS | ns);
}

/* Adds the stretch [from, to) ns to the buckets it touches: nearly always one, at most the ring, for a task that ran longer than the ring is. */
static __always_inline void fill(struct busy_record *record, __u64 from, __u64 to)
{
	const __u64 last = to / BUSY_BUCKET_NS;
	__u64 first = from / BUSY_BUCKET_NS;

	if (first == last) {
		add(record, last, to - from);
		return;
	}
	if (last - first < BUSY_BUCKETS)
		add(record, first, (first + 1) * BUSY_BUCKET_NS - from);
	else
		first = last - BUSY_BUCKETS;
	for (__u32 i = 1; i < BUSY_BUCKETS && first + i < last; i++)
		WRITE(record->ring[(first + i) & (BUSY_BUCKETS - 1)], (first + i) << BUSY_SHARE_BITS | BUSY_BUCKET_NS);
	add(record, last, to - last * BUSY_BUCKET_NS);
}

/* Arguments of sched_switch: preempt, prev, next, prev_state. Interrupts are off and the run queue is locked, so nothing else writes this CPU's
 * record meanwhile. Idle is pid 0; a task of the idle scheduling class is work like any other. */
SEC("tp_btf/sched_switch")
int lattice_switch(unsigned long long *arguments)
{
	const struct task_struct *prev = (const struct task_struct *)arguments[1];
	const struct task_struct *next = (const struct task_struct *)arguments[2];
	const __u32 cpu = bpf_get_smp_processor_id();
	struct busy_record *record = bpf_map_lookup_elem(&busy, &cpu);

	if (!record)
		return 0;
	const __u64 now = bpf_ktime_get_ns();
	const __u64 since = record->since;
	const __u64 next_since = next->pid ? now : 0;

	/* From idle to a task one word changes, which needs no sequence: a reader's copy is right with its old and its new value. */
	if (!since && record->sequence) {
		WRITE(record->since, next_since);
		return 0;
	}
	step(record);
	/* The clock is the one that is safe in NMIs, which may step back a few ns when the timekeeper is updated. prev is idle here only if the switch
	 * to the idle task went unseen (a virtual machine was seen to hide those of its own agent's thread): the stretch is then mostly idle. */
	if (since && now > since && prev->pid) {
		WRITE(record->busy_ns, record->busy_ns + (now - since));
		fill(record, since, now);
	}
	WRITE(record->since, next_since);
	step(record);
	return 0;
}

/* Finds out what a CPU runs that has not switched since the attach: a spinning task may not switch for minutes, nor an idle CPU. Never attached;
 * after the attach the helper has the kernel run it once on each online CPU (BPF_PROG_TEST_RUN with BPF_F_TEST_RUN_ON_CPU). It comes as an interrupt
 * on that CPU, or with preemption off on the caller's own, so no switch can happen within it, and `current` is the interrupted task: pid 0 when idle.
 * A record that a switch has begun is left alone. A CPU that comes online later begins with the idle task, so its first switch begins its record. */
SEC("raw_tp")
int lattice_seed(void *context __attribute__((unused)))
{
	const __u32 cpu = bpf_get_smp_processor_id();
	struct busy_record *record = bpf_map_lookup_elem(&busy, &cpu);

	if (!record || record->sequence)
		return 0;
	step(record);
	WRITE(record->since, (__u32)bpf_get_current_pid_tgid() ? bpf_ktime_get_ns() : 0);
	step(record);
	return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
