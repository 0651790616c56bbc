/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What each task does: run time, sleeps, the rhythm of both, who wakes it. Attached only while somebody asks. All of a task's account is written when it
 * leaves a CPU, with one look into the map; a wake-up leaves a stamp. One file, since a BPF object is compiled from one and its programs share the maps. */
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#include "task_record.h"

#define DEAD 0x80 /* TASK_DEAD since 4.14: the last switch of a task */
#define LEVELS 16 /* of cgroups that are looked at */

/* CO-RE: the loader finds the fields' places in the running kernel's BTF. */
struct task_struct {
	int pid, tgid;
	unsigned int __state;
	unsigned long long start_boottime;
	char comm[TASK_COMM];
} __attribute__((preserve_access_index));

struct task_struct___before_5_14 {
	long state;
} __attribute__((preserve_access_index));

const volatile struct task_constants constants;

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384); /* the helper sets it */
	__type(key, __u32);
	__type(value, struct task_record);
} tasks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1); /* the helper sets the number of CPUs */
	__type(key, __u32);
	__type(value, struct task_cpu);
} cpus SEC(".maps");

/* A record of zeros, which has no room on the stack. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct task_record);
} blank SEC(".maps");

struct perf_events {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
	__uint(max_entries, 1); /* the helper sets the number of CPUs */
};

struct perf_events misses SEC(".maps"), instructions SEC(".maps");

#define WRITE(place, value) (*(volatile __typeof__(place) *)&(place) = (value))

static __always_inline __u32 state_of(const struct task_struct *task)
{
	if (bpf_core_field_exists(task->__state))
		return task->__state;
	return (__u32)((const struct task_struct___before_5_14 *)task)->state;
}

static __always_inline void copy_comm(struct task_record *record, const struct task_struct *task)
{
	__builtin_memcpy(record->comm, task->comm, TASK_COMM);
}

/* Makes or remakes the record of the current task. */
static __always_inline struct task_record *create(const struct task_struct *task, struct task_cpu *cpu, const struct task_record *old)
{
	const __u32 pid = task->pid, none = 0;
	const struct task_record *zeros = bpf_map_lookup_elem(&blank, &none);
	struct task_record *record;

	if (!zeros || bpf_map_update_elem(&tasks, &pid, zeros, BPF_ANY) || !(record = bpf_map_lookup_elem(&tasks, &pid))) {
		WRITE(cpu->refused, cpu->refused + 1);
		return 0;
	}
	WRITE(cpu->created, cpu->created + 1);
	if (old)
		WRITE(cpu->replaced, cpu->replaced + 1);
	record->tgid = task->tgid;
	record->flags = TASK_PARTIAL;
	copy_comm(record, task);
	WRITE(record->start, task->start_boottime);
	return record;
}

/* Is the current task in the cgroup that was asked for, or below it? */
static __always_inline int wanted(void)
{
	if (!constants.only_cgroup)
		return 1;
	for (int level = 0; level < LEVELS; level++) {
		const __u64 cgroup = bpf_get_current_ancestor_cgroup_id(level);

		if (!cgroup)
			return 0;
		if (cgroup == constants.only_cgroup)
			return 1;
	}
	return 0;
}

static __always_inline __u64 count(void *events, struct task_counter *counter)
{
	struct bpf_perf_event_value value;

	if (bpf_perf_event_read_value(events, BPF_F_CURRENT_CPU, &value, sizeof(value)))
		return 0;
	return task_count(counter, value.counter, value.enabled, value.running);
}

struct stay {
	__u64 since, until, misses, instructions;
	__u32 weight;
};

/* Ends a stay and begins the next one. Of one whose beginning was not seen nothing is known: neither time nor events are anybody's. */
static __always_inline void turn(struct task_cpu *cpu, struct stay *stay, __u32 next)
{
	const __u64 since = cpu->since;

	stay->until = bpf_ktime_get_ns();
	stay->since = since ? since : stay->until;
	stay->weight = cpu->weight;
	if (constants.counting) {
		stay->misses = count(&misses, &cpu->misses);
		stay->instructions = count(&instructions, &cpu->instructions);
	}
	if (!since)
		stay->misses = stay->instructions = 0;
	WRITE(cpu->since, stay->until);
	WRITE(cpu->running, next);
}

static __always_inline __u64 between(__u64 from, __u64 to)
{
	return to > from ? to - from : 0; /* the clock may step back a few ns */
}

/* The first stay on a CPU after a sleep has ended. A wake-up whose stamp is missing happened when the task came to the CPU. */
static __always_inline void end_sleep(struct task_record *record, __u64 since)
{
	const __u64 stamp = record->woken, woken = stamp && stamp < since ? stamp : since, slept = between(record->off, woken);

	record->sleep_ns += slept;
	record->wait_ns += between(woken, since);
	phi_push(&record->sleeps, phi_interval(slept));
	if (record->active)
		phi_push(&record->periods, phi_interval(between(record->active, woken)));
	record->active = woken;
	record->flags &= ~TASK_ASLEEP;
}

static __always_inline void begin_sleep(struct task_record *record)
{
	record->voluntary++;
	if (!(record->flags & TASK_PARTIAL)) {
		phi_push(&record->runs, phi_interval(record->run));
		if (constants.counting)
			phi_push(&record->missed, record->run_misses < PHI_MOST ? record->run_misses : PHI_MOST);
	}
	record->run = 0;
	record->run_misses = 0;
	record->flags = (record->flags & ~TASK_PARTIAL) | TASK_ASLEEP;
	WRITE(record->woken, 0);
}

static __always_inline void account(struct task_record *record, const struct stay *stay, __u32 state, int preempted)
{
	const __u64 ran = between(stay->since, stay->until);

	__sync_lock_test_and_set(&record->begun, record->begun + 1);
	if (record->flags & TASK_ASLEEP)
		end_sleep(record, stay->since);
	else if (record->off)
		record->wait_ns += between(record->off, stay->since);
	record->cgroup = bpf_get_current_cgroup_id();
	record->run_ns += ran;
	record->work += ran * stay->weight;
	record->run += ran;
	record->misses += stay->misses;
	record->run_misses += stay->misses;
	record->instructions += stay->instructions;
	record->off = stay->until;
	if (state & DEAD)
		record->flags |= TASK_ENDED;
	else if (!preempted && state)
		begin_sleep(record);
	else
		record->involuntary++;
	__sync_lock_test_and_set(&record->done, record->begun);
}

/* Arguments: preempt, prev, next, prev_state. `current` is prev, interrupts are off and the run queue is locked: nobody else writes this CPU's record,
 * nor, but for wake-ups, prev's. */
SEC("tp_btf/sched_switch")
int lattice_tasks(unsigned long long *arguments)
{
	const struct task_struct *prev = (const struct task_struct *)arguments[1];
	const struct task_struct *next = (const struct task_struct *)arguments[2];
	const __u32 id = bpf_get_smp_processor_id(), pid = prev->pid;
	struct task_cpu *cpu = bpf_map_lookup_elem(&cpus, &id);
	struct task_record *record;
	struct stay stay = { 0 };

	if (!cpu)
		return 0;
	turn(cpu, &stay, next->pid);
	if (!pid || !wanted())
		return 0;
	record = bpf_map_lookup_elem(&tasks, &pid);
	if (!record || record->start != prev->start_boottime)
		record = create(prev, cpu, record);
	if (record)
		account(record, &stay, state_of(prev), (int)arguments[0]);
	return 0;
}

static __always_inline void tally(struct task_record *record, __u32 waker)
{
	__u32 least = 0;

	for (__u32 i = 0; i < TASK_WAKERS; i++) {
		if (record->woke[i] && record->waker[i] == waker) {
			record->woke[i]++;
			return;
		}
	}
	for (__u32 i = 1; i < TASK_WAKERS; i++)
		if (record->woke[i] < record->woke[least & (TASK_WAKERS - 1)])
			least = i;
	least &= TASK_WAKERS - 1;
	record->waker[least] = waker;
	record->woke[least]++;
}

/* In the waker's context, or in that of an interrupt; the task's pi_lock is held, so one after another. Whether an interrupt is served can't be read
 * on every kernel: one that stopped the idle task counts as an interrupt, as does one that stopped the woken task before it slept; any other one counts
 * as the task that it stopped. */
SEC("tp_btf/sched_waking")
int lattice_waking(unsigned long long *arguments)
{
	const struct task_struct *task = (const struct task_struct *)arguments[0];
	const __u32 pid = task->pid;
	struct task_record *record = bpf_map_lookup_elem(&tasks, &pid);
	__u32 waker;

	/* The record of another task that had this pid is made anew when this one first leaves a CPU: until then a stamp in it does no harm. */
	if (!record)
		return 0;
	record->wakeups++;
	waker = bpf_get_current_pid_tgid();
	tally(record, waker == pid ? 0 : waker);
	if ((record->flags & TASK_ASLEEP) && !record->woken)
		WRITE(record->woken, bpf_ktime_get_ns());
	return 0;
}

/* Another program: what was the task's rhythm is not this one's. */
SEC("tp_btf/sched_process_exec")
int lattice_exec(unsigned long long *arguments)
{
	const struct task_struct *task = (const struct task_struct *)arguments[0];
	const __u32 pid = task->pid;
	struct task_record *record = bpf_map_lookup_elem(&tasks, &pid);

	if (!record || record->start != task->start_boottime)
		return 0;
	__sync_lock_test_and_set(&record->begun, record->begun + 1);
	record->execs++;
	record->tgid = task->tgid;
	record->flags |= TASK_PARTIAL;
	record->active = 0;
	__builtin_memset(&record->runs, 0, sizeof(record->runs));
	__builtin_memset(&record->sleeps, 0, sizeof(record->sleeps));
	__builtin_memset(&record->periods, 0, sizeof(record->periods));
	__builtin_memset(&record->missed, 0, sizeof(record->missed));
	copy_comm(record, task);
	__sync_lock_test_and_set(&record->done, record->begun);
	return 0;
}

/* Arguments: task, its new name. */
SEC("tp_btf/task_rename")
int lattice_rename(unsigned long long *arguments)
{
	const struct task_struct *task = (const struct task_struct *)arguments[0];
	const char *name = (const char *)arguments[1];
	const __u32 pid = task->pid;
	struct task_record *record = bpf_map_lookup_elem(&tasks, &pid);

	if (record && record->start == task->start_boottime)
		bpf_probe_read_kernel_str(record->comm, TASK_COMM, name);
	return 0;
}

/* What a CPU runs that has not switched since the attach, as lattice_seed in busy.bpf.c finds it: run once on each online CPU, never attached. */
SEC("raw_tp")
int lattice_tasks_seed(void *context __attribute__((unused)))
{
	const struct task_struct *task = bpf_get_current_task_btf();
	const __u32 id = bpf_get_smp_processor_id(), pid = task->pid;
	struct task_cpu *cpu = bpf_map_lookup_elem(&cpus, &id);
	struct stay before = { 0 };

	if (!cpu || cpu->since)
		return 0;
	turn(cpu, &before, pid);
	if (pid && wanted())
		create(task, cpu, 0);
	return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
