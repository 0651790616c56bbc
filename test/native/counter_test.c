/* SPDX-License-Identifier: MIT */
/* Counters: wraps, resets, steps back, resume; and the kernel's notations of numbers and sets of CPUs. */
#include "base/cpuset.h"
#include "base/sysfs.h"
#include "machine/counter.h"
#include "check.h"

#include <errno.h>
#include <string.h>

/* RAPL begins anew after some suspends: that is no wrap, which would be 62 Wh out of nothing. */
static void resets_are_no_wraps(void)
{
	struct counter counter = { 0 };
	const uint64_t range = 262143328850;

	counter_push(&counter, 40000000000, range);
	CHECK(counter_push(&counter, 1000, range) == 40000000000.0);
	CHECK(counter_push(&counter, 3000, range) == 40000002000.0);
}

/* kepler #575: a wrap read as noise. */
static void wraps(void)
{
	const uint64_t range = 262143328850;
	struct counter counter = { 0 };

	CHECK(counter_push(&counter, 1000, range) == 1000);
	CHECK(counter_push(&counter, 262143000000, range) == 262143000000.0);
	CHECK(counter_push(&counter, 500, range) == 262143329350.0);
	CHECK(counter_push(&counter, 700, range) == 262143329550.0);
	counter.primed = false; /* as after a resume, or when the zone was made anew */
	CHECK(counter_push(&counter, 5, range) == 262143329550.0);
	CHECK(counter_push(&counter, 15, range) == 262143329560.0);
}

/* A counter beyond the range that the kernel announced must not subtract. */
static void wrong_range(void)
{
	struct counter counter = { 0 };

	counter_push(&counter, 5000, 1000);
	CHECK(counter_push(&counter, 10, 1000) == 5000);
	CHECK(counter_push(&counter, 20, 1000) == 5010);
}

/* FIELD-GUIDE 4.6: /proc/stat fields may go back; a throttle counter begins anew with its CPU. */
static void steps_back(void)
{
	struct counter counter = { 0 };

	counter_push(&counter, 100, 0);
	CHECK(counter_push(&counter, 99, 0) == 100);
	CHECK(counter_push(&counter, 101, 0) == 101);
	CHECK(counter_push(&counter, 0, 0) == 101);
	CHECK(counter_push(&counter, 3, 0) == 104);
}

static void numbers(void)
{
	int64_t number = 0;

	CHECK(parse_number("1800000", &number) == 0 && number == 1800000);
	CHECK(parse_number("-274000\n", &number) == 0 && number == -274000);
	CHECK(parse_number("0x10", &number) == -EINVAL);
	CHECK(parse_number("", &number) == -EINVAL);
	CHECK(parse_number("-", &number) == -EINVAL);
	CHECK(parse_number(" 5", &number) == -EINVAL);
	CHECK(parse_number("5 kHz", &number) == -EINVAL);
	CHECK(parse_number("<unsupported>", &number) == -EINVAL);
	CHECK(parse_number("99999999999999999999", &number) == -ERANGE);
}

static void sets(void)
{
	struct cpuset set;

	CHECK(cpuset_parse(&set, "0-3,8,10-11\n") == 0 && cpuset_has(&set, 3) && !cpuset_has(&set, 4) && cpuset_has(&set, 8) && cpuset_has(&set, 11));
	CHECK(cpuset_parse(&set, "0 2 5") == 0 && cpuset_has(&set, 2) && !cpuset_has(&set, 1) && cpuset_has(&set, 5));
	CHECK(cpuset_parse(&set, "\n") == 0 && !cpuset_has(&set, 0));
	CHECK(cpuset_parse(&set, "3-1") == -EINVAL);
	CHECK(cpuset_parse(&set, "0-") == -EINVAL);
	CHECK(cpuset_parse(&set, "0-99999999") == -EINVAL);
	CHECK(cpuset_parse(&set, "all") == -EINVAL);
	CHECK(!cpuset_has(&set, 4000000000u));
}

int main(void)
{
	wraps();
	resets_are_no_wraps();
	wrong_range();
	steps_back();
	numbers();
	sets();
	return check_result();
}
