/* SPDX-License-Identifier: MIT */
/* Loads the BPF programs (native/bpf/busy.bpf.c), attaches the one of sched_switch, runs it once on every online CPU, and reads its map as memory. */
#include "busy/busy.h"

#include "base/capability.h"
#include "bpf/busy_record.h"
#include "busy/bunching.h"
#include "busy/busy_kernel.h"
#include "busy/busy_ladder.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/capability.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BTF_FILE "/sys/kernel/btf/vmlinux"

extern const char busy_object[], busy_object_end[];

/* The first complaint of libbpf: what follows is only "failed to load". Its print function gets no argument from us, so this is static. */
static char complaint[160];

__attribute__((format(printf, 2, 0))) static int note_complaint(enum libbpf_print_level level, const char *format, va_list arguments)
{
	if (level == LIBBPF_WARN && complaint[0] == '\0') {
		vsnprintf(complaint, sizeof complaint, format, arguments);
		complaint[strcspn(complaint, "\n")] = '\0';
	}
	return 0;
}

/* Puts a negative errno into words. A refusal names the capability that is missing. */
static void explain(char *why, size_t len, const char *step, int error)
{
	const bool bpf = capability_effective(CAP_BPF), perfmon = capability_effective(CAP_PERFMON);

	if ((error == -EPERM || error == -EACCES) && !capability_effective(CAP_SYS_ADMIN) && !(bpf && perfmon))
		snprintf(why, len, "%s: %s: the process lacks %s%s%s", step, strerror(-error), bpf ? "" : "CAP_BPF",
			 !bpf && !perfmon ? " and " : "", perfmon ? "" : "CAP_PERFMON");
	else if (error == -EPERM || error == -EACCES)
		snprintf(why, len, "%s: %s although CAP_BPF and CAP_PERFMON are held (a user namespace, kernel lockdown or a security module)", step,
			 strerror(-error));
	else
		snprintf(why, len, "%s: %s%s%s", step, strerror(-error), complaint[0] ? "; " : "", complaint);
}

/* Each online CPU records whether it is idle now, unless it has switched since the attach. An offline CPU gives ENXIO; its record starts when it
 * comes online. */
static int seed(const struct busy *busy)
{
	const int program = bpf_program__fd(bpf_object__find_program_by_name(busy->object, "lattice_seed"));

	for (unsigned cpu = 0; cpu < busy->ncpu; cpu++) {
		LIBBPF_OPTS(bpf_test_run_opts, options, .flags = BPF_F_TEST_RUN_ON_CPU, .cpu = cpu);
		const int error = bpf_prog_test_run_opts(program, &options);
		if (error < 0 && error != -ENXIO)
			return error;
	}
	return 0;
}

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
	*error = seed(busy);
	if (*error == 0)
		alerts_open(busy);
	return *error ? "the CPUs' present state cannot be read" : NULL;
}

struct busy *busy_open(unsigned ncpu, char *why, size_t len)
{
	if (access(BTF_FILE, R_OK) != 0) {
		snprintf(why, len, "%s: %s: the kernel has no BTF (CONFIG_DEBUG_INFO_BTF)", BTF_FILE, strerror(errno));
		return NULL;
	}
	struct busy *busy = calloc(1, sizeof *busy + ncpu * sizeof busy->ladders[0]);
	if (!busy) {
		snprintf(why, len, "out of memory");
		return NULL;
	}
	busy->ncpu = ncpu;
	complaint[0] = '\0';
	libbpf_set_print(note_complaint);
	int error = 0;
	const char *failed = start(busy, &error);
	why[0] = '\0';
	if (failed) {
		explain(why, len, failed, error);
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
