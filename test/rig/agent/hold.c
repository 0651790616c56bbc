/* SPDX-License-Identifier: MIT */
/*
 * The kernel patches its own scheduler when the first counter of context switches is opened and when the last one is
 * closed. QEMU sometimes has one CPU run what the other has just patched away, which is the end of the guest. So one counter
 * of each kind stays open from the start: what is tested can come and go with nothing to patch. (init.sh does the same for
 * the tracepoint.)
 */
#define _GNU_SOURCE
#include "hold.h"

#include <linux/perf_event.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

void hold_switch_events(void)
{
	static const unsigned kinds[] = { PERF_COUNT_SW_CONTEXT_SWITCHES, PERF_COUNT_SW_CPU_MIGRATIONS };

	for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct perf_event_attr event = { .type = PERF_TYPE_SOFTWARE, .size = sizeof event, .config = kinds[i] };
		if (syscall(SYS_perf_event_open, &event, -1, 0, -1, PERF_FLAG_FD_CLOEXEC) < 0)
			perror("rig agent: perf_event_open");
	}
}
