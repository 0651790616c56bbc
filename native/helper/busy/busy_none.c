/* SPDX-License-Identifier: MIT */
/* Takes the place of busy.c and alerts.c when the build found no clang or no libbpf: there is no sensor, and the reason says why. */
#include "base/bpf_why.h"
#include "busy/alerts.h"
#include "busy/busy.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

struct busy *busy_open(unsigned ncpu, char *why, size_t len)
{
	(void)ncpu;
	snprintf(why, len, HOW_TO_BUILD_BPF);
	return NULL;
}

void busy_read(struct busy *busy, uint64_t now_ns)
{
	(void)busy;
	(void)now_ns;
}

uint64_t busy_ns(const struct busy *busy, unsigned cpu)
{
	(void)busy;
	(void)cpu;
	return 0;
}

uint64_t busy_young_ns(const struct busy *busy, unsigned cpu, unsigned step)
{
	(void)busy;
	(void)cpu;
	(void)step;
	return 0;
}

double busy_bunching(const struct busy *busy, unsigned cpu, unsigned ladder)
{
	(void)busy;
	(void)cpu;
	(void)ladder;
	return NAN;
}

void busy_close(struct busy *busy)
{
	(void)busy;
}

const char *alerts_missing(const struct busy *busy)
{
	(void)busy;
	return BUILT_WITHOUT_BPF;
}

int alerts_file(const struct busy *busy)
{
	(void)busy;
	return -1;
}

int alerts_threshold(struct busy *busy, unsigned cpu, uint64_t ns)
{
	(void)busy;
	(void)cpu;
	return ns ? -ENOSYS : 0;
}

void alerts_watch(struct busy *busy, unsigned cpu)
{
	(void)busy;
	(void)cpu;
}

void alerts_take(struct busy *busy, void (*take)(void *context, unsigned cpu, bool crossed), void *context)
{
	(void)busy;
	(void)take;
	(void)context;
}

uint64_t alerts_lost(const struct busy *busy)
{
	(void)busy;
	return 0;
}

bool alerts_stretch(const struct busy *busy, unsigned cpu, uint64_t now_ns, struct stretch *stretch)
{
	(void)busy;
	(void)cpu;
	(void)now_ns;
	(void)stretch;
	return false;
}

bool alerts_seen_since(const struct busy *busy, uint64_t ns)
{
	(void)busy;
	(void)ns;
	return true;
}
