/* SPDX-License-Identifier: MIT */
/* A kernel whose BTF has no sched_stat_runtime: busy time is measured all the same, and why there are no alerts is told. Needs root and BTF (77). */
#include "busy/alerts.h"
#include "busy/busy.h"
#include "check.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int __wrap_libbpf_find_vmlinux_btf_id(const char *name, enum bpf_attach_type type);

int __wrap_libbpf_find_vmlinux_btf_id(const char *name, enum bpf_attach_type type)
{
	(void)type;
	CHECK(strcmp(name, "sched_stat_runtime") == 0);
	return -ENOENT;
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t all_busy(struct busy *busy, unsigned cpus)
{
	uint64_t sum = 0;

	busy_read(busy, now_ns());
	for (unsigned cpu = 0; cpu < cpus; cpu++)
		sum += busy_ns(busy, cpu);
	return sum;
}

int main(void)
{
	const unsigned cpus = (unsigned)sysconf(_SC_NPROCESSORS_CONF);
	char why[256];
	struct busy *busy;
	uint64_t before, begin;

	if (geteuid() != 0 || access("/sys/kernel/btf/vmlinux", R_OK) != 0) {
		printf("SKIP alerts_missing_live: needs root and kernel BTF\n");
		return 77;
	}
	busy = busy_open(cpus, why, sizeof(why));
	if (!busy) {
		printf("FAIL: %s\n", why);
		return 1;
	}
	CHECK(alerts_missing(busy) && strstr(alerts_missing(busy), "sched_stat_runtime"));
	CHECK(alerts_file(busy) == -1 && alerts_threshold(busy, 0, 1000000) == -ENODEV && alerts_threshold(busy, 0, 0) == 0);
	before = all_busy(busy, cpus);
	begin = now_ns();
	while (now_ns() - begin < 100000000)
		;
	CHECK(all_busy(busy, cpus) - before >= 50000000);
	busy_close(busy);
	return check_result();
}
