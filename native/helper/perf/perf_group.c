/* SPDX-License-Identifier: MIT */
/* perf.c decides when a group is opened again. */
#include "perf/perf_group.h"

#include "perf/perf_pmu.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define FORMAT (PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING | PERF_FORMAT_ID | PERF_FORMAT_GROUP)

/* A group takes its turn within 4 ms times the number of groups that share the counters. One that has not run after 200 ms never will. */
#define STARVED_NS 200000000u

/* What the leader's read returns with FORMAT. */
struct reading {
	uint64_t count, enabled, running;
	struct {
		uint64_t value, id;
	} member[PERF_GROUP_MAX];
};

/* Is only this event not offered, or one too many for the counters? Then the others may still work. */
static bool unsupported(int error)
{
	return error == ENOENT || error == EINVAL || error == EOPNOTSUPP || error == ENOSPC;
}

int perf_group_open(struct perf_group *group, const struct perf_kind *kinds, unsigned n, uint32_t pmu, unsigned cpu)
{
	int error = ENOENT;

	*group = (struct perf_group){0};
	for (unsigned i = 0; i < n; i++) {
		const uint64_t config = kinds[i].config | (uint64_t)pmu << PERF_PMU_TYPE_SHIFT;
		int fd = perf_pmu_open(kinds[i].type, config, FORMAT, cpu, group->count ? group->fd[0] : -1);
		if (fd >= 0 && ioctl(fd, PERF_EVENT_IOC_ID, &group->id[group->count]) != 0) {
			const int failed = errno;
			close(fd);
			fd = -failed;
		}
		if (fd >= 0) {
			group->fd[group->count] = fd;
			group->kind[group->count++] = i;
			continue;
		}
		error = -fd;
		/* If it were opened without members that fail only now (no descriptors, CPU offline), it would count fewer events for ever. */
		if (!unsupported(error)) {
			perf_group_close(group);
			return -error;
		}
	}
	if (group->count == 0)
		return -error;
	if (ioctl(group->fd[0], PERF_EVENT_IOC_ENABLE, PERF_IOC_FLAG_GROUP) != 0) {
		error = errno;
		perf_group_close(group);
		return -error;
	}
	return 0;
}

/* The kernel does not guarantee the order of members. */
static bool find(const struct perf_group *group, uint64_t id, unsigned *member)
{
	for (*member = 0; *member < group->count; ++*member)
		if (group->id[*member] == id)
			return true;
	return false;
}

/* total += dvalue * denabled / drunning: the counts between two reads, scaled to the whole time. A group that did not run since the last read keeps
 * its reference, so its next counts are scaled to all of the time since. No term is negative, so totals never decrease. */
static void account(struct perf_group *group, const uint64_t *value, const struct reading *now, double *totals)
{
	const double scale = (double)(now->enabled - group->enabled) / (double)(now->running - group->running);

	for (unsigned i = 0; i < group->count; i++) {
		double *total = &totals[group->kind[i]];
		const double counted = value[i] > group->value[i] ? (double)(value[i] - group->value[i]) : 0.0;
		*total = (isnan(*total) ? 0.0 : *total) + counted * fmax(scale, 1.0);
		group->value[i] = value[i];
	}
	group->enabled = now->enabled;
	group->running = now->running;
}

/* After its CPU went offline a group never works again: a read gives fewer members, or times that do not change, also when the CPU is back. */
enum perf_reading perf_group_read(struct perf_group *group, double *totals)
{
	struct reading now;
	uint64_t value[PERF_GROUP_MAX] = {0};
	const ssize_t expected = (ssize_t)((3 + 2 * group->count) * sizeof(uint64_t));

	if (read(group->fd[0], &now, sizeof now) != expected || now.count != group->count || now.enabled == group->seen)
		return PERF_DEAD;
	for (unsigned i = 0; i < group->count; i++) {
		unsigned member;
		if (!find(group, now.member[i].id, &member))
			return PERF_DEAD;
		value[member] = now.member[i].value;
	}
	group->seen = now.enabled;
	if (now.running > group->running)
		account(group, value, &now, totals);
	return now.running == 0 && now.enabled > STARVED_NS ? PERF_STARVED : PERF_GOOD;
}

void perf_group_close(struct perf_group *group)
{
	for (unsigned i = 0; i < group->count; i++)
		close(group->fd[i]);
	group->count = 0;
}
