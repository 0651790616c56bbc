/* SPDX-License-Identifier: MIT */
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wcast-qual"
#include "bpf/busy.bpf.c"

#include "kernel_side.h"

#include <string.h>

struct busy_record kernel_records[KERNEL_CPUS];
unsigned kernel_room = KERNEL_RING;

static struct busy_event ring[KERNEL_RING];
static unsigned filled, taken;
static __u32 this_cpu;
static __u64 this_time;
static int running[KERNEL_CPUS]; /* a pid */

__u32 bpf_get_smp_processor_id(void)
{
	return this_cpu;
}

__u64 bpf_get_current_pid_tgid(void)
{
	return (__u64)running[this_cpu];
}

__u64 bpf_ktime_get_ns(void)
{
	return this_time;
}

void *bpf_map_lookup_elem(void *map, const void *key)
{
	const __u32 cpu = *(const __u32 *)key;

	(void)map;
	return cpu < KERNEL_CPUS ? &kernel_records[cpu] : NULL;
}

void *bpf_ringbuf_reserve(void *map, __u64 size, __u64 flags)
{
	(void)map;
	(void)size;
	(void)flags;
	return filled < kernel_room && filled < KERNEL_RING ? &ring[filled++] : NULL;
}

void bpf_ringbuf_submit(void *data, __u64 flags)
{
	(void)data;
	(void)flags;
}

void kernel_reset(void)
{
	memset(kernel_records, 0, sizeof(kernel_records));
	memset(running, 0, sizeof(running));
	filled = taken = 0;
	kernel_room = KERNEL_RING;
}

static void account(const struct task_struct *task)
{
	unsigned long long arguments[] = { (unsigned long long)task };

	if (task->pid)
		lattice_age(arguments);
}

void kernel_switch(unsigned cpu, bool task, uint64_t now)
{
	const struct task_struct prev = { running[cpu], !task }, next = { task ? running[cpu] % 2 + 1 : 0, 0 };
	unsigned long long arguments[] = { 0, (unsigned long long)&prev, (unsigned long long)&next, 0 };

	this_cpu = cpu;
	this_time = now;
	account(&prev);
	lattice_switch(arguments);
	running[cpu] = next.pid;
}

void kernel_tick(unsigned cpu, uint64_t now)
{
	this_cpu = cpu;
	this_time = now;
	account(&(struct task_struct){ running[cpu], 0 });
}

unsigned kernel_events(void)
{
	return filled - taken;
}

bool kernel_take(struct busy_event *event)
{
	if (taken == filled) {
		taken = filled = 0;
		return false;
	}
	*event = ring[taken++];
	return true;
}
