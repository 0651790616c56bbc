/* SPDX-License-Identifier: MIT */
/* Counters: wraps, resets, steps back, resume; and the kernel's notations of numbers and sets of CPUs. */
#include "base/cpuset.h"
#include "base/sysfs.h"
#include "machine/counter.h"
#include "check.h"

#include <errno.h>
#include <string.h>

static const double awake = 0;

/* RAPL begins anew after some suspends: that is no wrap, which would be 62 Wh out of nothing. */
static void resets_are_no_wraps(void)
{
	struct counter counter = { 0 };
	const uint64_t range = 262143328850;

	counter_push(&counter, 40000000000, range, awake);
	CHECK(counter_push(&counter, 1000, range, awake) == 40000000000.0);
	CHECK(counter_push(&counter, 3000, range, awake) == 40000002000.0);
}

/* In the top eighth of its range a reset looks like a wrap; only the clocks tell that the machine slept between the two samples. */
static void a_suspend_is_no_wrap(void)
{
	const uint64_t range = 262143328850, high = 262143000000;
	const double night = 8 * 3600e9;
	struct counter counter = { 0 };

	counter_push(&counter, high, range, awake);
	CHECK(counter_push(&counter, 500, range, night) == (double)high);
	CHECK(counter_push(&counter, 700, range, night) == (double)high + 200);
	/* One that goes on over a suspend goes on. */
	CHECK(counter_push(&counter, 900, range, 2 * night) == (double)high + 400);
	/* A small step back is a reset too, and what comes then counts. */
	CHECK(counter_push(&counter, 800, range, 3 * night) == (double)high + 400);
	CHECK(counter_push(&counter, 850, range, 3 * night) == (double)high + 450);
	/* Awake all the time since the last sample: a wrap, however long it slept before. */
	counter_push(&counter, high, range, 3 * night);
	CHECK(counter_push(&counter, 500, range, 3 * night) == (double)high + 450 + (double)(high - 850) + (double)(range - high + 500));
}

/* kepler #575: a wrap read as noise. */
static void wraps(void)
{
	const uint64_t range = 262143328850;
	struct counter counter = { 0 };

	CHECK(counter_push(&counter, 1000, range, awake) == 1000);
	CHECK(counter_push(&counter, 262143000000, range, awake) == 262143000000.0);
	CHECK(counter_push(&counter, 500, range, awake) == 262143329350.0);
	CHECK(counter_push(&counter, 700, range, awake) == 262143329550.0);
	counter.primed = false; /* as after a resume, or when the zone was made anew */
	CHECK(counter_push(&counter, 5, range, awake) == 262143329550.0);
	CHECK(counter_push(&counter, 15, range, awake) == 262143329560.0);
}

/* A counter beyond the range that the kernel announced must not subtract. */
static void wrong_range(void)
{
	struct counter counter = { 0 };

	counter_push(&counter, 5000, 1000, awake);
	CHECK(counter_push(&counter, 10, 1000, awake) == 5000);
	CHECK(counter_push(&counter, 20, 1000, awake) == 5010);
}

/* FIELD-GUIDE 4.6: /proc/stat fields may go back; a throttle counter begins anew with its CPU. */
static void steps_back(void)
{
	struct counter counter = { 0 };

	counter_push(&counter, 100, 0, awake);
	CHECK(counter_push(&counter, 99, 0, awake) == 100);
	CHECK(counter_push(&counter, 101, 0, awake) == 101);
	CHECK(counter_push(&counter, 0, 0, awake) == 101);
	CHECK(counter_push(&counter, 3, 0, awake) == 104);
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
	a_suspend_is_no_wrap();
	resets_are_no_wraps();
	wrong_range();
	steps_back();
	numbers();
	sets();
	return check_result();
}
