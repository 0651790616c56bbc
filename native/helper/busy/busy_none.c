/* SPDX-License-Identifier: MIT */
/* Takes the place of busy.c when the build found no clang or no libbpf: there is no sensor, and the reason says why. */
#include "busy/busy.h"

#include <math.h>
#include <stdio.h>

struct busy *busy_open(unsigned ncpu, char *why, size_t len)
{
	(void)ncpu;
	snprintf(why, len, "this lattice-helper was built without BPF: install clang, libbpf-dev and build again");
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
