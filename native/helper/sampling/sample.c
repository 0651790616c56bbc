/* SPDX-License-Identifier: MIT */
/* Read a sample, compare it with the dead-bands, send it now or hold it back. */
#include "sampling/sample.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "base/monotonic.h"
#include "core/helper.h"
#include "core/rescan.h"
#include "engine/wire.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/polled_file.h"
#include "reflex/reflex_helper.h"
#include "sampling/dead_band.h"
#include "tasks/tasks_request.h"

#include <endian.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t active_ns = 5 * NS_PER_S, slow_ns = NS_PER_S;
static const size_t held_limit = 2 * 1024 * 1024;
/* How long samples of a steady load are held back. */
static const double steady_batch_s = 0.5;
/* The kernel gives ENODEV for a file that is gone; files of a fake tree have to be checked. */
static const unsigned seconds_a_look = 4;

void sampling_rates(struct sampling *sampling)
{
	sampling->active_hz = 10;
	sampling->quiet_hz = 1;
	sampling->batch_s = 10;
}

void sampling_reset(struct sampling *sampling, const struct machine *machine)
{
	size_t size = (machine->signal_count + 1) * sizeof(double);

	free(sampling->previous);
	free(sampling->sent);
	free(sampling->rate_sent);
	sampling->previous = must_alloc(size);
	sampling->sent = must_alloc(size);
	sampling->rate_sent = must_alloc(size);
	for (unsigned i = 0; i < machine->signal_count; i++)
		sampling->previous[i] = sampling->sent[i] = NAN;
	sampling->signal_count = machine->signal_count;
	sampling->taken_ns = 0;
	sampling->slow_due = 0;
	sampling->active_until = 0;
}

void sampling_free(struct sampling *sampling)
{
	free(sampling->previous);
	free(sampling->sent);
	free(sampling->rate_sent);
	free(sampling->held.data);
	free(sampling->frame.data);
}

bool sampling_active(const struct sampling *sampling, uint64_t now)
{
	return now < sampling->active_until;
}

uint64_t sampling_period_ns(const struct sampling *sampling, uint64_t now)
{
	return (uint64_t)((double)NS_PER_S / (sampling_active(sampling, now) ? sampling->active_hz : sampling->quiet_hz));
}

static void append_double(struct bytes *bytes, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	bits = htole64(bits);
	bytes_append(bytes, &bits, sizeof(bits));
}

static void make_frame(struct helper *helper, uint64_t now)
{
	const struct machine *machine = helper->machine;
	struct sampling *sampling = &helper->sampling;
	uint32_t length = htole32(1 + 8 * (machine->signal_count + 2));

	sampling->frame.length = 0;
	bytes_append(&sampling->frame, &length, sizeof(length));
	bytes_append(&sampling->frame, "S", 1);
	append_double(&sampling->frame, (double)now);
	append_double(&sampling->frame, helper->epoch);
	for (unsigned i = 0; i < machine->signal_count; i++)
		append_double(&sampling->frame, machine->values[i]);
}

void sample_flush(struct helper *helper)
{
	struct sampling *sampling = &helper->sampling;

	if (sampling->held_count)
		wire_send_samples(&helper->wire, &sampling->held, sampling->held_count);
	sampling->held.length = sampling->held_count = 0;
}

static void hold_back(struct helper *helper, uint64_t now)
{
	struct sampling *sampling = &helper->sampling;
	uint64_t next = now + sampling_period_ns(sampling, now);
	double batch_s = sampling_active(sampling, now) ? fmin(sampling->batch_s, steady_batch_s) : sampling->batch_s;

	if (!sampling->held_count++)
		sampling->held_since = now;
	bytes_append(&sampling->held, sampling->frame.data, sampling->frame.length);
	if ((double)(next - sampling->held_since) < batch_s * (double)NS_PER_S && sampling->held.length < held_limit)
		return;
	sample_flush(helper);
	dead_band_note_sent(sampling, helper->machine, now);
}

/* Once a second, with the slow lane: is the description still right? */
static void check_description(struct helper *helper)
{
	struct machine *machine = helper->machine;

	for (unsigned i = 0; i < machine->control_count; i++) {
		const struct control *control = &machine->controls[i];
		bool shapes = control->role == ROLE_GOVERNOR || control->role == ROLE_BOOST || control->role == ROLE_POLICY_BOOST;
		double before = helper->sampling.previous[control->signal], now = machine->values[control->signal];

		/* A governor changes the offered preferences, boost changes the highest frequency. */
		if (shapes && helper->sampling.taken_ns && before != now && !(isnan(before) && isnan(now)))
			rescan_soon(helper, 500 * NS_PER_MS);
	}
	if (machine->new_choice)
		rescan_soon(helper, 0);
	machine->new_choice = false;
	if (!machine->real_root && helper->sampling.tree_looks++ % seconds_a_look == 0)
		polled_files_check(machine);
	if (hotplug_seen(helper))
		rescan_soon(helper, 500 * NS_PER_MS);
}

void sample_take(struct helper *helper)
{
	struct sampling *sampling = &helper->sampling;
	struct machine *machine = helper->machine;
	uint64_t now = monotonic_ns();
	/* A timer that comes a little early must not delay the slow lane by a whole period. */
	bool slow = now + slow_ns / 20 >= sampling->slow_due;

	reflex_watch_over(helper);
	machine_read(machine, slow);
	tasks_clocks(helper);
	if (slow) {
		sampling->slow_due = now + slow_ns;
		check_description(helper);
	}
	if (sampling->taken_ns && machine->values[0] - sampling->previous[0] > 0) {
		helper->resumed = true;
		rescan_soon(helper, 0);
	}
	make_frame(helper, now);
	if (!sampling->taken_ns || dead_band_quiet_crossed(sampling, machine, now))
		sampling->active_until = now + active_ns;
	if (sampling->wanted || !sampling->taken_ns || (sampling_active(sampling, now) && dead_band_steady_crossed(sampling, machine, now))) {
		sampling->wanted = false;
		sample_flush(helper);
		wire_send_samples(&helper->wire, &sampling->frame, 1);
		dead_band_note_sent(sampling, machine, now);
	} else {
		hold_back(helper, now);
	}
	memcpy(sampling->previous, machine->values, machine->signal_count * sizeof(double));
	sampling->taken_ns = now;
}
