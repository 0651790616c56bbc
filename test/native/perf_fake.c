/* SPDX-License-Identifier: MIT */
/* The fake perf core: groups, multiplexing, members in reverse order, and groups that die with their CPU, as the kernel does it. */
#include "perf_fake.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define EVENTS 256

struct perf_fake fake;

static struct event {
	bool used, dead, enabled;
	int fd, leader; /* index of the leader's entry */
	uint32_t type;
	uint64_t value, time_enabled, time_running;
	unsigned cpu;
} events[EVENTS];

long __real_syscall(long number, ...);
int __real_ioctl(int fd, unsigned long request, ...);
ssize_t __real_read(int fd, void *data, size_t size);
int __real_close(int fd);
long __wrap_syscall(long number, ...);
int __wrap_ioctl(int fd, unsigned long request, ...);
ssize_t __wrap_read(int fd, void *data, size_t size);
int __wrap_close(int fd);

static struct event *find(int fd)
{
	for (int i = 0; i < EVENTS; i++)
		if (events[i].used && events[i].fd == fd)
			return &events[i];
	return NULL;
}

static unsigned members(int leader)
{
	unsigned n = 0;
	for (int i = 0; i < EVENTS; i++)
		n += events[i].used && events[i].leader == leader;
	return n;
}

long __wrap_syscall(long number, ...)
{
	va_list list;
	va_start(list, number);
	const struct perf_event_attr *attr = va_arg(list, const struct perf_event_attr *);
	va_arg(list, int);
	const int cpu = va_arg(list, int);
	const int group = va_arg(list, int);
	va_end(list);
	errno = fake.refuse                                             ? fake.refuse
		: fake.descriptors == 0                                 ? EMFILE
		: number != SYS_perf_event_open || cpu >= (int)FAKE_CPUS ? EINVAL
		: fake.offline[cpu]                                     ? ENODEV
		: attr->type == PERF_TYPE_HARDWARE && (fake.no_pmu || attr->config == fake.missing_config) ? ENOENT : 0;
	if (errno)
		return -1;
	fake.descriptors--;
	int i = 0;
	while (events[i].used)
		i++;
	events[i] = (struct event){.used = true, .fd = open("/dev/null", O_RDONLY | O_CLOEXEC), .type = attr->type, .cpu = (unsigned)cpu};
	events[i].leader = group < 0 ? i : (int)(find(group) - events);
	return events[i].fd;
}

int __wrap_ioctl(int fd, unsigned long request, ...)
{
	va_list list;
	va_start(list, request);
	struct event *event = find(fd);
	if (request == PERF_EVENT_IOC_ID)
		*va_arg(list, uint64_t *) = 1000u + (uint64_t)(event - events);
	else
		event->enabled = true;
	va_end(list);
	return 0;
}

ssize_t __wrap_read(int fd, void *data, size_t size)
{
	const struct event *leader = find(fd);
	if (!leader)
		return __real_read(fd, data, size);
	uint64_t *out = data, n = 0;
	out[1] = leader->time_enabled;
	out[2] = leader->time_running;
	for (int i = EVENTS - 1; i >= 0; i--) {
		if (!events[i].used || (leader->dead ? &events[i] != leader : events[i].leader != leader - events))
			continue;
		out[3 + 2 * n] = events[i].value;
		out[4 + 2 * n++] = 1000u + (uint64_t)i;
	}
	out[0] = n;
	return (ssize_t)((3 + 2 * n) * sizeof(uint64_t));
}

int __wrap_close(int fd)
{
	struct event *event = find(fd);
	if (event) {
		event->used = false;
		fake.descriptors++;
	}
	return __real_close(fd);
}

void perf_fake_pass(uint64_t ms)
{
	fake.ms += ms;
	for (int i = 0; i < EVENTS; i++) {
		struct event *event = &events[i];
		struct event *leader = &events[event->leader];
		if (!event->used || event->dead || !leader->enabled)
			continue;
		const bool hardware = event->type == PERF_TYPE_HARDWARE;
		const uint64_t percent = !hardware ? 100u : members(event->leader) > fake.counters ? 0u : fake.share_percent;
		event->time_enabled += ms * 1000000u;
		event->time_running += ms * 10000u * percent;
		event->value += fake.rate * ms * percent / 100u;
	}
}

void perf_fake_offline(unsigned cpu, bool offline)
{
	fake.offline[cpu] = offline;
	for (int i = 0; i < EVENTS; i++)
		if (offline && events[i].used && events[i].cpu == cpu)
			events[i].dead = true;
}

unsigned perf_fake_open_count(void)
{
	unsigned n = 0;
	for (int i = 0; i < EVENTS; i++)
		n += events[i].used;
	return n;
}
