/* SPDX-License-Identifier: MIT */
/* Ages and alerts of the running kernel, with a load on CPU 1: a stretch's age is told within two ticks, an idle CPU at once, busy time is split by
 * age as the load does, and what a full ring has no room for comes later. Needs root, BTF and two CPUs, and says so when it is skipped (77). */
#include "busy/alerts.h"
#include "busy/busy.h"
#include "busy_load.h"
#include "check.h"

#include <poll.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#define CPU 1u
#define MS 1000000ull
enum { FOREVER_MS = 100000, LOOK_S = 3, RING_EVENTS = 1023, MOST_TURNS = 100000 };

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

struct told {
	unsigned crossed, idle;
};

static void take(void *context, unsigned cpu, bool crossed)
{
	struct told *told = context;

	if (cpu == CPU)
		*(crossed ? &told->crossed : &told->idle) += 1;
}

static struct told next_alert(struct busy *busy)
{
	struct pollfd ring = { .fd = alerts_file(busy), .events = POLLIN };
	struct told told = { 0 };

	while (!told.crossed && !told.idle && poll(&ring, 1, FOREVER_MS) > 0)
		alerts_take(busy, take, &told);
	return told;
}

/* Where others run on the CPU stretches are theirs too, so the shares are judged on a quiet one only. */
static void split(struct busy *busy)
{
	const pid_t pid = busy_load_start(BUSY_LOAD_FRAMES, CPU, 1);
	uint64_t young[2], all;

	sleep(1);
	busy_read(busy, now_ns());
	young[0] = busy_young_ns(busy, CPU, 1);
	young[1] = busy_young_ns(busy, CPU, 5);
	all = busy_ns(busy, CPU);
	sleep(LOOK_S);
	busy_read(busy, now_ns());
	young[0] = busy_young_ns(busy, CPU, 1) - young[0];
	young[1] = busy_young_ns(busy, CPU, 5) - young[1];
	all = busy_ns(busy, CPU) - all;
	printf("frames of 5 ms: %.2f of the busy time below 2 ms of age, %.2f below 32\n", (double)young[0] / (double)all, (double)young[1] / (double)all);
	CHECK(young[0] <= young[1] && young[1] <= all);
	if ((double)all < 0.36 * LOOK_S * 1e9)
		CHECK(young[0] > all / 5 && young[0] < all / 2 + all / 10 && young[1] > all - all / 10);
	else
		printf("shares not judged: others run on the CPU\n");
	busy_load_stop(pid);
}

static void alerts(struct busy *busy)
{
	uint64_t asked;
	struct stretch stretch;
	pid_t pid;
	struct told told;

	CHECK(alerts_threshold(busy, CPU, 12 * MS) == 0);
	asked = now_ns();
	pid = busy_load_start(BUSY_LOAD_SPIN, CPU, 1);
	told = next_alert(busy);
	printf("a spin was told to be 12 ms old %.1f ms after it was started\n", (double)(now_ns() - asked) / 1e6);
	CHECK(told.crossed == 1 && told.idle == 0);
	CHECK(alerts_stretch(busy, CPU, now_ns(), &stretch) && stretch.age >= 12 * MS);
	alerts_watch(busy, CPU);
	busy_load_stop(pid);
	told = next_alert(busy);
	CHECK(told.idle == 1 && alerts_lost(busy) == 0);
	CHECK(alerts_seen_since(busy, asked));
	CHECK(alerts_threshold(busy, CPU, 0) == 0);
}

/* Nobody takes what is told until the ring is full: what finds no room is counted, and told again once there is some. */
static void overrun(struct busy *busy)
{
	const pid_t pid = busy_load_start(BUSY_LOAD_SPIN, CPU, 1);
	struct told told = { 0 };
	unsigned turns = 0;

	/* Another age each time, so that each tick tells. */
	for (; turns < MOST_TURNS && !alerts_lost(busy); turns++) {
		CHECK(alerts_threshold(busy, CPU, 1 + turns % 2) == 0);
		usleep(2000);
	}
	alerts_take(busy, take, &told);
	printf("the ring was full after %u changes of the age: %u events were in it, %llu found no room\n", turns, told.crossed, (unsigned long long)alerts_lost(busy));
	CHECK(alerts_lost(busy) > 0 && told.crossed >= RING_EVENTS);
	told = next_alert(busy);
	CHECK(told.crossed > 0);
	CHECK(alerts_threshold(busy, CPU, 0) == 0);
	busy_load_stop(pid);
}

int main(void)
{
	cpu_set_t set;
	char why[256];
	struct busy *busy;

	if (geteuid() != 0 || access("/sys/kernel/btf/vmlinux", R_OK) != 0 || sysconf(_SC_NPROCESSORS_ONLN) < 2) {
		printf("SKIP alerts_live: needs root, kernel BTF and two CPUs\n");
		return 77;
	}
	CPU_ZERO(&set);
	CPU_SET(0, &set);
	sched_setaffinity(0, sizeof(set), &set);
	busy = busy_open((unsigned)sysconf(_SC_NPROCESSORS_CONF), why, sizeof(why));
	if (!busy || alerts_missing(busy)) {
		printf("FAIL: %s\n", busy ? alerts_missing(busy) : why);
		return 1;
	}
	split(busy);
	alerts(busy);
	overrun(busy);
	busy_close(busy);
	return check_result();
}
