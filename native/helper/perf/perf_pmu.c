/* SPDX-License-Identifier: MIT */
/* Reads /sys/bus/event_source/devices and explains refusals of perf_event_open. */
#include "perf/perf_pmu.h"

#include "base/capability.h"
#include "base/cpuset.h"
#include "base/sysfs.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/perf_event.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static ssize_t read_file(int root, const char *pmu, const char *file, char *text, size_t room)
{
	char path[256];
	snprintf(path, sizeof path, "sys/bus/event_source/devices/%s/%s", pmu, file);
	return sysfs_read(root, path, text, room);
}

int64_t perf_pmu_type(int root, const char *pmu)
{
	char text[64];
	int64_t type;
	const ssize_t length = read_file(root, pmu, "type", text, sizeof text);
	if (length < 0)
		return length;
	const int error = parse_number(text, &type);
	return error ? error : type;
}

bool perf_pmu_cpus(int root, const char *pmu, const char *file, struct cpuset *set)
{
	char text[ATTRIBUTE_ROOM];
	return read_file(root, pmu, file, text, sizeof text) >= 0 && cpuset_parse(set, text) == 0;
}

bool perf_pmu_event(int root, const char *pmu, const char *event, uint64_t *config, double *scale)
{
	char file[128], text[128];
	unsigned long long value;

	snprintf(file, sizeof file, "events/%s", event);
	if (read_file(root, pmu, file, text, sizeof text) < 0 || sscanf(text, "event=%llx", &value) != 1)
		return false;
	*config = value;
	snprintf(file, sizeof file, "events/%s.scale", event);
	*scale = read_file(root, pmu, file, text, sizeof text) < 0 ? 1.0 : strtod(text, NULL);
	return isfinite(*scale) && *scale > 0.0;
}

int perf_pmu_open(uint32_t type, uint64_t config, uint64_t read_format, unsigned cpu, int group)
{
	struct perf_event_attr attr = {.type = type, .size = sizeof attr, .config = config, .read_format = read_format, .disabled = group < 0};
	const long fd = syscall(SYS_perf_event_open, &attr, -1, (int)cpu, group, PERF_FLAG_FD_CLOEXEC);
	return fd < 0 ? -errno : (int)fd;
}

/* Kernels of Debian and Ubuntu have levels above 2, at which CAP_PERFMON is not enough. */
static void explain_paranoid(int error, char *why, size_t len)
{
	char text[32] = "?";
	const int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	const bool known = sysfs_read(root, "proc/sys/kernel/perf_event_paranoid", text, sizeof text) >= 0;
	close(root);
	const int level = known ? atoi(text) : 2;

	if (capability_effective(CAP_SYS_ADMIN))
		snprintf(why, len, "%s although CAP_SYS_ADMIN is held (a user namespace, kernel lockdown or a security module)", strerror(error));
	else if (level > 2)
		snprintf(why, len, "%s: kernel.perf_event_paranoid is %s, at which counters of a whole CPU need CAP_SYS_ADMIN; 2 lets CAP_PERFMON suffice",
			 strerror(error), text);
	else
		snprintf(why, len, "%s: kernel.perf_event_paranoid is %s, at which counters of a whole CPU need CAP_PERFMON%s", strerror(error), text,
			 capability_effective(CAP_PERFMON) ? " in the initial user namespace" : "");
}

void perf_pmu_refusal(int error, char *why, size_t len)
{
	if (error == EACCES || error == EPERM)
		explain_paranoid(error, why, len);
	else if (error == EMFILE || error == ENFILE)
		snprintf(why, len, "no file descriptors left (RLIMIT_NOFILE)");
	else if (error == ENOSYS)
		snprintf(why, len, "the kernel has no perf_event_open (CONFIG_PERF_EVENTS)");
	else if (error == ENOENT)
		snprintf(why, len, "there is no PMU, as usual in a virtual machine");
	else
		snprintf(why, len, "%s", strerror(error));
}
