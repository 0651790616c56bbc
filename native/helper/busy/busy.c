/* SPDX-License-Identifier: MIT */
/* Loads the BPF programs (native/bpf/busy.bpf.c), attaches the one of sched_switch, runs it once on every online CPU, and reads its map as memory. */
#include "busy/busy.h"

#include "base/bpf_why.h"
#include "bpf/busy_record.h"
#include "busy/bunching.h"
#include "busy/busy_kernel.h"
#include "busy/busy_ladder.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

extern const char busy_object[], busy_object_end[];

/* Returns the step that failed, its negative errno in *error; NULL when all went well. */
static const char *start(struct busy *busy, int *error)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "lattice_busy");
	busy->object = bpf_object__open_mem(busy_object, (size_t)(busy_object_end - busy_object), &options);
	if (!busy->object) {
		*error = -errno;
		return "the BPF object cannot be read";
	}
	alerts_prepare(busy);
	struct bpf_map *map = bpf_object__find_map_by_name(busy->object, "busy");
	*error = bpf_map__set_max_entries(map, busy->ncpu);
	if (*error == 0)
		*error = bpf_object__load(busy->object);
	if (*error)
		return "the kernel does not load the sched_switch program";

	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	const size_t bytes = (busy->ncpu * sizeof(struct busy_record) + page - 1) / page * page;
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, bpf_map__fd(map), 0);
	if (memory == MAP_FAILED) {
		*error = -errno;
		return "the BPF map cannot be mapped";
	}
	busy->records = memory;
	busy->bytes = bytes;

	busy->link = bpf_program__attach(bpf_object__find_program_by_name(busy->object, "lattice_switch"));
	if (!busy->link) {
		*error = -errno;
		return "the program cannot be attached to sched_switch";
	}
	/* Each online CPU records whether it is idle now, unless it has switched since the attach. */
	*error = bpf_seed(bpf_program__fd(bpf_object__find_program_by_name(busy->object, "lattice_seed")), busy->ncpu);
	if (*error == 0)
		alerts_open(busy);
	return *error ? "the CPUs' present state cannot be read" : NULL;
}

struct busy *busy_open(unsigned ncpu, char *why, size_t len)
{
	if (!bpf_possible(why, len))
		return NULL;
	struct busy *busy = calloc(1, sizeof *busy + ncpu * sizeof busy->ladders[0]);
	if (!busy) {
		snprintf(why, len, "out of memory");
		return NULL;
	}
	busy->ncpu = ncpu;
	int error = 0;
	const char *failed = start(busy, &error);
	why[0] = '\0';
	if (failed) {
		bpf_explain(why, len, failed, error);
		busy_close(busy);
		return NULL;
	}
	return busy;
}

void busy_read(struct busy *busy, uint64_t now_ns)
{
	for (unsigned cpu = 0; cpu < busy->ncpu; cpu++)
		busy_ladder_read(&busy->ladders[cpu], &busy->records[cpu], now_ns);
}

uint64_t busy_young_ns(const struct busy *busy, unsigned cpu, unsigned step)
{
	return cpu < busy->ncpu && step < BUSY_AGES ? busy->ladders[cpu].young[step] : 0;
}

uint64_t busy_ns(const struct busy *busy, unsigned cpu)
{
	return cpu < busy->ncpu ? busy->ladders[cpu].busy_ns : 0;
}

double busy_bunching(const struct busy *busy, unsigned cpu, unsigned ladder)
{
	return cpu < busy->ncpu && ladder < BUSY_LADDERS ? bunching_value(&busy->ladders[cpu].bunching[ladder]) : NAN;
}

void busy_close(struct busy *busy)
{
	if (!busy)
		return;
	alerts_close(busy);
	if (busy->link)
		bpf_link__destroy(busy->link);
	if (busy->records)
		munmap(busy->records, busy->bytes);
	bpf_object__close(busy->object);
	free(busy);
}
