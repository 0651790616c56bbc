/* SPDX-License-Identifier: MIT */
/* The age check is attached only while somebody waits for an age. */
#include "busy/alerts.h"

#include "bpf/busy_record.h"
#include "busy/busy_kernel.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

struct taker {
	void (*take)(void *context, unsigned cpu, bool crossed);
	void *context;
};

/* While alerts_take runs: the ring's callback has a context of its own, which is fixed when it is made. */
static const struct taker *taker;

static int take_event(void *context, void *data, size_t size)
{
	const struct busy_event *event = data;

	(void)context;
	if (taker && size >= sizeof(*event))
		taker->take(taker->context, event->cpu, event->kind == BUSY_CROSSED);
	return 0;
}

static struct bpf_program *age_program(const struct busy *busy)
{
	return bpf_object__find_program_by_name(busy->object, "lattice_age");
}

const char *alerts_missing(const struct busy *busy)
{
	return busy->alerts_why[0] ? busy->alerts_why : NULL;
}

int alerts_file(const struct busy *busy)
{
	return busy->events_file;
}

static int attach(struct busy *busy)
{
	busy->age_link = bpf_program__attach(age_program(busy));
	return busy->age_link ? 0 : -errno;
}

static void detach(struct busy *busy)
{
	bpf_link__destroy(busy->age_link);
	busy->age_link = NULL;
}

void alerts_prepare(struct busy *busy)
{
	busy->events_file = -1;
	if (libbpf_find_vmlinux_btf_id("sched_stat_runtime", BPF_TRACE_RAW_TP) > 0)
		return;
	bpf_program__set_autoload(age_program(busy), false);
	snprintf(busy->alerts_why, sizeof(busy->alerts_why), "the kernel's BTF has no tracepoint sched_stat_runtime, at which the age of busy stretches is checked");
}

void alerts_open(struct busy *busy)
{
	int error;

	if (busy->alerts_why[0])
		return;
	error = attach(busy);
	if (error < 0) {
		snprintf(busy->alerts_why, sizeof(busy->alerts_why), "the check of ages cannot be attached to sched_stat_runtime: %s", strerror(-error));
		return;
	}
	detach(busy);
	busy->events_file = bpf_map__fd(bpf_object__find_map_by_name(busy->object, "events"));
	busy->events = ring_buffer__new(busy->events_file, take_event, NULL, NULL);
	if (busy->events)
		return;
	snprintf(busy->alerts_why, sizeof(busy->alerts_why), "the ring of events cannot be mapped: %s", strerror(errno));
	busy->events_file = -1;
}

void alerts_close(struct busy *busy)
{
	if (busy->age_link)
		detach(busy);
	ring_buffer__free(busy->events);
}

int alerts_threshold(struct busy *busy, unsigned cpu, uint64_t ns)
{
	int error = 0;
	bool had;

	if (cpu >= busy->ncpu || !busy->events)
		return ns ? -ENODEV : 0;
	had = __atomic_load_n(&busy->records[cpu].threshold, __ATOMIC_RELAXED) != 0;
	if (ns && !had && !busy->asked)
		error = attach(busy);
	if (error)
		return error;
	busy->asked += (ns && !had) - (unsigned)(!ns && had);
	__atomic_store_n(&busy->records[cpu].threshold, ns, __ATOMIC_RELAXED);
	if (!busy->asked && busy->age_link)
		detach(busy);
	return 0;
}

/* A full barrier on either side: the CPU changes its record and then reads `watched`, we set it and the caller then reads the record. */
void alerts_watch(struct busy *busy, unsigned cpu)
{
	if (cpu < busy->ncpu)
		__atomic_store_n(&busy->records[cpu].watched, 1, __ATOMIC_SEQ_CST);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

void alerts_take(struct busy *busy, void (*take)(void *context, unsigned cpu, bool crossed), void *context)
{
	const struct taker now = { take, context };

	taker = &now;
	ring_buffer__consume(busy->events);
	taker = NULL;
}

uint64_t alerts_lost(const struct busy *busy)
{
	uint64_t lost = 0;

	for (unsigned cpu = 0; cpu < busy->ncpu; cpu++)
		lost += __atomic_load_n(&busy->records[cpu].lost, __ATOMIC_RELAXED);
	return lost;
}

bool alerts_stretch(const struct busy *busy, unsigned cpu, uint64_t now_ns, struct stretch *stretch)
{
	return cpu < busy->ncpu && stretch_read(stretch, &busy->records[cpu], now_ns);
}

bool alerts_seen_since(const struct busy *busy, uint64_t ns)
{
	const int cpu = sched_getcpu();

	return cpu < 0 || (unsigned)cpu >= busy->ncpu || __atomic_load_n(&busy->records[cpu].since, __ATOMIC_RELAXED) > ns;
}
