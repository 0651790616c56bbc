/* SPDX-License-Identifier: MIT */
/* What the busy sensor costs: ns a context switch (the kernel's own BPF statistics, over switches of two processes on CPU 1), us a read per CPU, and
 * a read of 256 CPUs. Needs root and BTF, and says so when it is skipped (77). Sources: busy_bench.c and those of busy_live.c but busy_load.c. */
#include "bpf/busy_record.h"
#include "busy/busy.h"
#include "busy/busy_ladder.h"

#include <bpf/bpf.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 200000
#define CPUS 256u
#define READS 200

static uint64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* Two processes on CPU 1 wake each other; returns ns a round (two switches). */
static double ping_pong(void)
{
	int to[2], from[2];
	char byte = 0;
	cpu_set_t set;
	if (pipe(to) != 0 || pipe(from) != 0)
		exit(2);
	CPU_ZERO(&set);
	CPU_SET(1, &set);
	sched_setaffinity(0, sizeof set, &set);
	const pid_t pid = fork();
	if (pid == 0) {
		close(to[1]);
		while (read(to[0], &byte, 1) == 1)
			if (write(from[1], &byte, 1) != 1)
				break;
		_exit(0);
	}
	const uint64_t begin = now_ns();
	for (int i = 0; i < ROUNDS; i++)
		if (write(to[1], &byte, 1) != 1 || read(from[0], &byte, 1) != 1)
			exit(2);
	const double result = (double)(now_ns() - begin) / ROUNDS;
	close(to[1]);
	close(to[0]);
	close(from[0]);
	close(from[1]);
	waitpid(pid, NULL, 0);
	return result;
}

/* Our program among those loaded, by its name. */
static bool find_program(struct bpf_prog_info *info)
{
	for (__u32 id = 0; bpf_prog_get_next_id(id, &id) == 0;) {
		__u32 size = sizeof *info;
		const int fd = bpf_prog_get_fd_by_id(id);
		memset(info, 0, sizeof *info);
		const int error = fd < 0 ? -1 : bpf_obj_get_info_by_fd(fd, info, &size);
		if (fd >= 0)
			close(fd);
		if (error == 0 && strcmp(info->name, "lattice_switch") == 0)
			return true;
	}
	return false;
}

static int compare(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void fake_cpus(void)
{
	struct busy_record *records = aligned_alloc(64, CPUS * sizeof *records);
	struct busy_ladder *ladders = calloc(CPUS, sizeof *ladders);
	if (!records || !ladders)
		exit(2);
	memset(records, 0, CPUS * sizeof *records);
	const uint64_t first = 1000000;
	double took[READS];
	unsigned reads = 0;
	for (uint64_t bucket = first; bucket < first + 20 * READS; bucket++) {
		for (unsigned cpu = 0; cpu < CPUS; cpu++) {
			records[cpu].sequence = 2;
			records[cpu].ring[bucket % BUSY_BUCKETS] = bucket << BUSY_SHARE_BITS | (bucket * 7919 + cpu * 104729) % BUSY_BUCKET_NS;
		}
		if (bucket % 20 != 19)
			continue;
		const uint64_t begin = now_ns();
		for (unsigned cpu = 0; cpu < CPUS; cpu++)
			busy_ladder_read(&ladders[cpu], &records[cpu], (bucket + 1) * BUSY_BUCKET_NS);
		took[reads++] = (double)(now_ns() - begin) / 1000;
	}
	qsort(took, READS, sizeof took[0], compare);
	printf("256 CPUs at 10 Hz (20 buckets each): %.1f us a read of all (median; %.1f the slowest tenth)\n", took[READS / 2], took[READS * 9 / 10]);
	free(records);
	free(ladders);
}

int main(void)
{
	char why[256];
	struct bpf_prog_info before, after;
	fake_cpus();
	if (geteuid() != 0 || access("/sys/kernel/btf/vmlinux", R_OK) != 0) {
		printf("SKIP busy_bench: needs root and kernel BTF\n");
		return 77;
	}
	const double bare = ping_pong();
	const unsigned ncpu = (unsigned)sysconf(_SC_NPROCESSORS_CONF);
	const uint64_t begin = now_ns();
	struct busy *busy = busy_open(ncpu, why, sizeof why);
	if (!busy) {
		printf("FAIL: %s\n", why);
		return 1;
	}
	printf("busy_open: %.1f ms\n", (double)(now_ns() - begin) / 1e6);
	const double attached = ping_pong();
	const int statistics = bpf_enable_stats(BPF_STATS_RUN_TIME);
	find_program(&before);
	ping_pong();
	find_program(&after);
	close(statistics);
	printf("a switch: %.1f ns in the program (BPF statistics, their own clock reading included); a round of two switches %.0f ns without, %.0f ns with\n",
	       (double)(after.run_time_ns - before.run_time_ns) / (double)(after.run_cnt - before.run_cnt), bare, attached);
	double total = 0;
	for (int i = 0; i < 30; i++) {
		nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
		const uint64_t t = now_ns();
		busy_read(busy, t);
		total += (double)(now_ns() - t) / 1000;
	}
	printf("busy_read at 10 Hz: %.2f us a CPU (after 100 ms asleep, so with cold caches)\n", total / 30 / ncpu);
	busy_close(busy);
	return 0;
}
