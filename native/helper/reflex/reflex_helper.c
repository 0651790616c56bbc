/* SPDX-License-Identifier: MIT */
#include "reflex/reflex_helper.h"

#include "base/monotonic.h"
#include "busy/alerts.h"
#include "controls/apply.h"
#include "controls/firmware_limit.h"
#include "core/helper.h"
#include "core/loop.h"
#include "core/rescan.h"
#include "engine/reply.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/sources.h"
#include "machine/topology.h"
#include "reflex/reflex.h"

#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>

static const unsigned most_unseen = 3; /* samples in a row: one may be taken without a sleep before it */

static uint64_t now(void *context)
{
	(void)context;
	return monotonic_ns();
}

static bool stretch(void *context, unsigned cpu, uint64_t at, struct stretch *found)
{
	return alerts_stretch(((struct helper *)context)->sources.busy, cpu, at, found);
}

static int threshold(void *context, unsigned cpu, uint64_t ns)
{
	return alerts_threshold(((struct helper *)context)->sources.busy, cpu, ns);
}

static void watch(void *context, unsigned cpu)
{
	alerts_watch(((struct helper *)context)->sources.busy, cpu);
}

static struct control *control_of(const struct helper *helper, unsigned policy, enum reflex_limit limit)
{
	char name[64];

	snprintf(name, sizeof(name), "policy%u.%s", policy, control_role_name(limit == REFLEX_MIN ? ROLE_MIN_FREQ : ROLE_MAX_FREQ));
	return helper->machine ? control_find(helper->machine, name) : NULL;
}

static int read_limit(void *context, unsigned policy, enum reflex_limit limit, double *khz)
{
	const struct helper *helper = context;
	const struct control *control = control_of(helper, policy, limit);
	int64_t number;
	int error = control ? control_read_number(helper->machine, control, &number) : -ENODEV;

	if (!error)
		*khz = (double)number;
	return error;
}

static int write_limit(void *context, unsigned policy, enum reflex_limit limit, double khz)
{
	const struct helper *helper = context;
	struct control *control = control_of(helper, policy, limit);
	char setting[SETTING_ROOM];

	if (!control || !control->writable)
		return -ENODEV;
	if (!(khz >= control->min && khz <= control->max))
		return -ERANGE;
	snprintf(setting, sizeof(setting), "%.0f", khz);
	return apply_kept(helper->machine, control, setting);
}

static bool held_down(void *context, unsigned policy, double khz)
{
	const struct helper *helper = context;
	const struct policy *of = helper->machine ? machine_policy(helper->machine, (int)policy) : NULL;

	return of && firmware_limit_reads(helper->machine, of, khz);
}

static uint64_t caps(void *context, unsigned policy)
{
	const struct helper *helper = context;
	const struct policy *of = helper->machine ? machine_policy(helper->machine, (int)policy) : NULL;

	return of ? firmware_limit_state(helper->machine, of) : 0;
}

static void tell(void *context, unsigned policy, const char *why)
{
	struct helper *helper = context;
	char what[48];

	if (!helper->greeted)
		return;
	snprintf(what, sizeof(what), "policy%u.%s", policy, control_role_name(ROLE_RAISE));
	reply_notice(helper, what, why);
}

void reflex_open(struct helper *helper)
{
	const struct reflex_world world = {
		.context = helper, .tick_ns = scheduler_tick_ns(), .now = now, .stretch = stretch, .threshold = threshold, .watch = watch, .read = read_limit, .write = write_limit, .held_down = held_down, .caps = caps, .tell = tell,
	};

	helper->sources.reflex = reflex_new(&world);
}

void reflex_listen(struct helper *helper)
{
	if (helper->sources.busy && alerts_file(helper->sources.busy) >= 0)
		loop_watch(helper, alerts_file(helper->sources.busy), SOURCE_REFLEX, EPOLLIN);
}

static void take(void *context, unsigned cpu, bool crossed)
{
	reflex_event(context, cpu, crossed);
}

void reflex_receive(struct helper *helper)
{
	alerts_take(helper->sources.busy, take, helper->sources.reflex);
}

static void lose_ages(struct helper *helper)
{
	helper->sources.ages_lost = true;
	if (reflex_end(helper->sources.reflex))
		reply_notice(helper, "reflex", "the BPF program saw no more context switches: no stretch's age is known, so all policies stay raised");
	rescan_soon(helper, 0);
}

static void tell_lost(struct helper *helper)
{
	struct reflex_watch *over = &helper->reflex_watch;
	char why[128];

	if (over->lost_told || !alerts_lost(helper->sources.busy))
		return;
	over->lost_told = true;
	snprintf(why, sizeof(why), "%llu events found no room in the ring buffer: they were told late, or found by a look", (unsigned long long)alerts_lost(helper->sources.busy));
	reply_notice(helper, "reflex", why);
}

void reflex_watch_over(struct helper *helper)
{
	struct reflex_watch *over = &helper->reflex_watch;

	if (!reflex_any(helper->sources.reflex)) {
		over->unseen = 0;
		over->looked_ns = monotonic_ns();
		return;
	}
	over->unseen = alerts_seen_since(helper->sources.busy, over->looked_ns) ? 0 : over->unseen + 1;
	over->looked_ns = monotonic_ns();
	if (over->unseen >= most_unseen) {
		lose_ages(helper);
		return;
	}
	tell_lost(helper);
	reflex_look(helper->sources.reflex);
}
