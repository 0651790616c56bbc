/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Time not idle per CPU, in 5 ms buckets, and by the age of its stretch, taken at each context switch. The helper reads the map's memory. Two things
 * are told at once, where it asks for them: that a stretch has passed an age, and that a CPU went idle. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#include "busy_record.h"

/* CO-RE: the loader finds the field's place in the running kernel's BTF. */
struct task_struct {
	int pid;
	unsigned int __state;
} __attribute__((preserve_access_index));

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1); /* the helper sets the number of CPUs */
	__type(key, __u32);
	__type(value, struct busy_record);
} busy SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 16384); /* bytes, for 1024 events. What finds no room is told again. */
} events SEC(".maps");

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

/* Adds the ns that begin at this age to the steps that they touch. */
static __always_inline void note_ages(struct busy_record *record, __u64 age, __u64 ns)
{
	if (age >= BUSY_AGE_NS << (BUSY_AGES - 1))
		return;
	for (__u32 i = 0; i < BUSY_AGES; i++) {
		const __u64 share = busy_age_share(i, age, ns);

		if (share)
			WRITE(record->young[i], record->young[i] + share);
	}
}

static __always_inline int tell(struct busy_record *record, __u32 cpu, __u32 kind)
{
	struct busy_event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event) {
		WRITE(record->lost, record->lost + 1);
		return 0;
	}
	event->cpu = cpu;
	event->kind = kind;
	bpf_ringbuf_submit(event, BPF_RB_FORCE_WAKEUP);
	return 1;
}

static __always_inline int wants_age(const struct busy_record *record)
{
	const __u64 threshold = record->threshold;

	return threshold && threshold != record->told && record->since;
}

static __always_inline void tell_age(struct busy_record *record, __u32 cpu, __u64 now)
{
	const __u64 threshold = record->threshold, since = record->since;
	const __u64 age = record->busy_ns - record->begun + (now > since ? now - since : 0);

	if (age >= threshold && tell(record, cpu, BUSY_CROSSED))
		WRITE(record->told, threshold);
}

static __always_inline void begin_stretch(struct busy_record *record)
{
	WRITE(record->begun, record->busy_ns);
	WRITE(record->told, 0);
}

/* The clock may step back a few ns: then the gap was short. A stretch that goes on may have passed its age just before the gap. */
static __always_inline void leave_idle(struct busy_record *record, __u32 cpu, __u64 now)
{
	if (now > record->idle_since && now - record->idle_since >= BUSY_QUIET_NS)
		begin_stretch(record);
	WRITE(record->since, now);
	if (wants_age(record))
		tell_age(record, cpu, now);
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
	const int busy_next = next->pid != 0;

	/* From idle to a task needs no sequence: each word is right for a reader with its old and its new value. With the old `begun` and the new
	 * `since` a stretch looks older than it is, until the next read. */
	if (!since && record->sequence) {
		if (busy_next)
			leave_idle(record, cpu, now);
		return 0;
	}
	step(record);
	/* The clock is the one that is safe in NMIs, which may step back a few ns when the timekeeper is updated. prev is idle here only if the switch
	 * to the idle task went unseen (a virtual machine was seen to hide those of its own agent's thread): the stretch is then mostly idle. */
	if (since && now > since && prev->pid) {
		note_ages(record, record->busy_ns - record->begun, now - since);
		WRITE(record->busy_ns, record->busy_ns + (now - since));
		fill(record, since, now);
	} else if (since && !prev->pid) {
		begin_stretch(record);
	}
	if (!busy_next)
		WRITE(record->idle_since, now);
	WRITE(record->since, busy_next ? now : 0);
	/* A full barrier: the helper sets `watched` and then reads `since`, so one of the two sees the other. */
	step(record);
	if (busy_next && wants_age(record))
		tell_age(record, cpu, now);
	else if (!busy_next && record->watched && tell(record, cpu, BUSY_IDLE))
		WRITE(record->watched, 0);
	return 0;
}

/* Fires whenever the kernel accounts a running task, its argument, so at each of its ticks, with interrupts off. It may be another CPU's task: looking
 * at this CPU's record is then of no use, and does no harm. A task that is about to sleep needs no higher clock any more. */
SEC("tp_btf/sched_stat_runtime")
int lattice_age(unsigned long long *arguments)
{
	const struct task_struct *task = (const struct task_struct *)arguments[0];
	const __u32 cpu = bpf_get_smp_processor_id();
	struct busy_record *record = bpf_map_lookup_elem(&busy, &cpu);

	if (record && wants_age(record) && !(bpf_core_field_exists(task->__state) && task->__state))
		tell_age(record, cpu, bpf_ktime_get_ns());
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
