/* SPDX-License-Identifier: MIT */
/* Samples and the rungs of /proc/stat's ladders have two grids. Where they meet, one wake-up does both. */
#include "sampling/grid.h"

#include "base/monotonic.h"
#include "busy/load.h"
#include "busy/procstat.h"
#include "core/helper.h"
#include "sampling/sample.h"

static const uint64_t rung_ns = RUNG_MS * NS_PER_MS;
/* Where the grids of 100 and 40 ms are nearest, they are not farther apart than this. */
static const uint64_t near_ns = 10 * NS_PER_MS;

/* The next point of the grid; points that were missed are skipped. */
static uint64_t next_on_grid(uint64_t deadline, uint64_t period, uint64_t now)
{
	deadline += period;
	if (deadline <= now)
		deadline += (now - deadline) / period * period + period;
	return deadline;
}

void sample_due(struct helper *helper, uint64_t at)
{
	helper->sample_at = at;
	helper->samples_moved = true;
}

void sample_run(struct helper *helper, uint64_t now)
{
	struct sampling *sampling = &helper->sampling;
	uint64_t period = sampling_period_ns(sampling, now);

	if (!helper->greeted) {
		helper->sample_at = 0;
	} else if (helper->sample_at && now >= helper->sample_at) {
		sample_take(helper);
		helper->sample_at = next_on_grid(helper->sample_at, sampling_period_ns(sampling, now), now);
	} else if (helper->sample_at > now + period) {
		sample_due(helper, now + period);
	}
}

void ladder_run(struct helper *helper, uint64_t now)
{
	bool wanted = helper->greeted && ladder_wanted(helper->machine) && sampling_active(&helper->sampling, now);

	if (!wanted) {
		helper->rung_at = 0;
	} else if (!helper->rung_at || now >= helper->rung_at) {
		/* On the samples' grid, so that one wake-up does both where they meet. */
		uint64_t from = helper->rung_at ? helper->rung_at : helper->sample_at - sampling_period_ns(&helper->sampling, now);

		ladder_rung(helper->machine);
		helper->rung_at = next_on_grid(from, rung_ns, now);
		/* This makes one rung longer or shorter, and from then on one wake-up does both where the grids meet. */
		if (helper->samples_moved && helper->rung_at <= helper->sample_at + near_ns && helper->sample_at <= helper->rung_at + near_ns) {
			helper->rung_at = helper->sample_at;
			helper->samples_moved = false;
		}
	}
}
