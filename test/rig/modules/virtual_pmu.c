// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A core PMU for a guest that has none, fed by the rig's physics.
 *
 * Registered as "cpu" with PERF_TYPE_RAW it takes the generic hardware events, as the x86 PMU does, so that
 * perf_event_open, grouping, enabled/running times and hotplug go through the real perf core. Values come from the shared
 * page; they advance only while simulated load runs on the CPU. Counting only: a guest without an interrupt can't sample.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/perf_event.h>

#include "layout.h"

static bool stalled_backend;
module_param(stalled_backend, bool, 0444);
MODULE_PARM_DESC(stalled_backend, "offer stalled-cycles-backend, which today's CPUs lack (default: no)");

/* Mapped write-back: the kernel's ACPI code maps it so, and a page can't be mapped in two ways. */
static void *page;

/* The register's offset within the CPU's block, or a negative errno as the x86 PMU would give it. */
static int event_register(u64 config)
{
	switch (config) {
	case PERF_COUNT_HW_CPU_CYCLES:
		return RIG_CYCLES;
	case PERF_COUNT_HW_INSTRUCTIONS:
		return RIG_INSTRUCTIONS;
	case PERF_COUNT_HW_CACHE_MISSES:
		return RIG_CACHE_MISSES;
	case PERF_COUNT_HW_REF_CPU_CYCLES:
		return RIG_REF_CYCLES;
	case PERF_COUNT_HW_STALLED_CYCLES_BACKEND:
		return stalled_backend ? RIG_STALLED_BACKEND : -ENOENT;
	default:
		return -ENOENT;
	}
}

/* perf only calls this on the CPU that the event counts on, so that the current CPU names the block. */
static u64 counter(const struct perf_event *event)
{
	return READ_ONCE(*(u64 *)(page + RIG_HOST_CPU + RIG_CPU_STRIDE * smp_processor_id() + event->hw.idx));
}

static int pmu_event_init(struct perf_event *event)
{
	int offset;

	if (event->attr.type != PERF_TYPE_HARDWARE && event->attr.type != PERF_TYPE_RAW)
		return -ENOENT;
	offset = event_register(event->attr.config);
	if (offset < 0)
		return offset;
	if (is_sampling_event(event))
		return -EOPNOTSUPP;
	event->hw.idx = offset;
	return 0;
}

static void pmu_read(struct perf_event *event)
{
	u64 now = counter(event);
	u64 before = local64_xchg(&event->hw.prev_count, now);

	local64_add(now - before, &event->count);
}

static void pmu_start(struct perf_event *event, int flags)
{
	local64_set(&event->hw.prev_count, counter(event));
	event->hw.state = 0;
}

static void pmu_stop(struct perf_event *event, int flags)
{
	if (event->hw.state & PERF_HES_STOPPED)
		return;
	pmu_read(event);
	event->hw.state = PERF_HES_STOPPED | PERF_HES_UPTODATE;
}

static int pmu_add(struct perf_event *event, int flags)
{
	event->hw.state = PERF_HES_STOPPED | PERF_HES_UPTODATE;
	if (flags & PERF_EF_START)
		pmu_start(event, flags);
	return 0;
}

static void pmu_del(struct perf_event *event, int flags)
{
	pmu_stop(event, flags);
}

static struct pmu virtual_pmu = {
	.module = THIS_MODULE,
	.task_ctx_nr = perf_hw_context,
	.capabilities = PERF_PMU_CAP_NO_INTERRUPT | PERF_PMU_CAP_NO_EXCLUDE,
	.event_init = pmu_event_init,
	.add = pmu_add,
	.del = pmu_del,
	.start = pmu_start,
	.stop = pmu_stop,
	.read = pmu_read,
};

static int __init virtual_pmu_init(void)
{
	int err;

	page = memremap(RIG_BASE, RIG_PAGE_SIZE, MEMREMAP_WB);
	if (!page)
		return -ENOMEM;
	err = perf_pmu_register(&virtual_pmu, "cpu", PERF_TYPE_RAW);
	if (err)
		memunmap(page);
	return err;
}

static void __exit virtual_pmu_exit(void)
{
	perf_pmu_unregister(&virtual_pmu);
	memunmap(page);
}

module_init(virtual_pmu_init);
module_exit(virtual_pmu_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Hardware perf events fed by the rig's simulated physics");
