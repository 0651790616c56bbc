/* SPDX-License-Identifier: MIT */
/*
 * Opens the hardware events of a CPU as one system-wide group, as the helper does, counts for a while and prints JSON:
 * per event its value, or the errno that opening it gave (negative).
 *
 * usage: perf_probe CPU MILLISECONDS
 */
#define _GNU_SOURCE
#include <errno.h>
#include <inttypes.h>
#include <linux/perf_event.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct event {
	const char *name;
	uint64_t config;
	int fd;
	int error;
};

static struct event events[] = {
	{ .name = "cycles", .config = PERF_COUNT_HW_CPU_CYCLES },
	{ .name = "instructions", .config = PERF_COUNT_HW_INSTRUCTIONS },
	{ .name = "cache_misses", .config = PERF_COUNT_HW_CACHE_MISSES },
	{ .name = "ref_cycles", .config = PERF_COUNT_HW_REF_CPU_CYCLES },
	{ .name = "stalled_backend", .config = PERF_COUNT_HW_STALLED_CYCLES_BACKEND },
	{ .name = "branches", .config = PERF_COUNT_HW_BRANCH_INSTRUCTIONS },
};
enum { EVENTS = sizeof events / sizeof events[0] };

static void open_event(struct event *event, int cpu, int leader)
{
	struct perf_event_attr attr = {
		.size = sizeof attr, .type = PERF_TYPE_HARDWARE, .config = event->config, .disabled = leader < 0,
	};
	event->fd = (int)syscall(SYS_perf_event_open, &attr, -1, cpu, leader, PERF_FLAG_FD_CLOEXEC);
	event->error = event->fd < 0 ? -errno : 0;
}

static int64_t value(const struct event *event)
{
	int64_t count = 0;
	if (event->fd < 0)
		return event->error;
	return read(event->fd, &count, sizeof count) == sizeof count ? count : -errno;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	int cpu = atoi(argv[1]);
	long ms = atol(argv[2]);
	for (int i = 0; i < EVENTS; i++)
		open_event(&events[i], cpu, i == 0 ? -1 : events[0].fd);

	struct timespec span = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	ioctl(events[0].fd, PERF_EVENT_IOC_ENABLE, PERF_IOC_FLAG_GROUP);
	nanosleep(&span, NULL);
	ioctl(events[0].fd, PERF_EVENT_IOC_DISABLE, PERF_IOC_FLAG_GROUP);

	for (int i = 0; i < EVENTS; i++)
		printf("%s\"%s\":%" PRId64, i ? "," : "{", events[i].name, value(&events[i]));
	puts("}");
	return 0;
}
