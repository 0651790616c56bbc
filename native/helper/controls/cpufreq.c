/* SPDX-License-Identifier: MIT */
/* Everything is read and written in policyN, which several CPUs may share. */
#include "controls/cpufreq.h"

#include "base/arena.h"
#include "base/sysfs.h"
#include "controls/driver_quirks.h"
#include "controls/policy_control.h"
#include "machine/channel.h"
#include "machine/choices.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "machine/topology.h"
#include "sensors/sensor.h"
#include "tunables/tunables.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *policy_path(const struct policy *policy, const char *attribute)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", policy->directory, attribute);
	return path;
}

static void probe_limit(struct machine *machine, const struct policy *policy, const char *attribute, enum control_role role)
{
	struct control *control;

	if (!sysfs_exists(machine->root, policy_path(policy, attribute)))
		return;
	control = policy_control_add(machine, policy, "kHz", policy_path(policy, attribute), role);
	control->min = policy->hw_min;
	control->max = policy->hw_max;
	if (!(policy->hw_min <= policy->hw_max))
		control_forbid(control, "cpuinfo_min_freq and cpuinfo_max_freq give no range");
}

/* The signal shares the list of words, so the shorter list is a new one. */
static void drop_choice(struct machine *machine, struct control *control, const char *word)
{
	struct choices all = control->choices;

	if (!word || choices_find(&all, word) < 0)
		return;
	control->choices = (struct choices){ .words = arena_zalloc(&machine->arena, all.count * sizeof(*all.words)) };
	for (unsigned i = 0; i < all.count; i++)
		if (strcmp(all.words[i], word) != 0)
			control->choices.words[control->choices.count++] = all.words[i];
}

static void probe_choice(struct machine *machine, const struct policy *policy, const char *attribute, const char *offered, enum control_role role)
{
	struct control *control;
	char words[ATTRIBUTE_ROOM] = "";

	sysfs_read(machine->root, policy_path(policy, offered), words, sizeof(words));
	control = policy_control_add(machine, policy, "choice", policy_path(policy, attribute), role);
	control_choices(machine, control, words);
	if (role == ROLE_EPP)
		drop_choice(machine, control, driver_quirks_of(policy->driver)->unwritable_preference);
}

static void probe_frequency(struct machine *machine, const struct policy *policy)
{
	struct channel channel;
	char name[40], scope[24];

	if (!sysfs_exists(machine->root, policy_path(policy, "scaling_cur_freq")))
		return;
	snprintf(scope, sizeof(scope), "policy%u", policy->id);
	snprintf(name, sizeof(name), "%s.cur_freq", scope);
	channel = channel_make(machine, FORM_NUMBER, policy_path(policy, "scaling_cur_freq"),
			       signal_add(machine, (struct signal){ .name = name, .role = "frequency", .scope = scope, .unit = "kHz", .kind = SIGNAL_GAUGE }), 1);
	channel.low = 1;
	channel_add(machine, channel, LANE_FAST);
}

static void *probe(struct machine *machine)
{
	bool preference = false;

	if (!machine->policy_count)
		machine_missing(machine, "cpufreq", "no driver has registered a policy: /sys/devices/system/cpu/cpufreq has no policy* (a virtual machine, or the driver is not loaded)");
	for (unsigned i = 0; i < machine->policy_count; i++) {
		const struct policy *policy = &machine->policies[i];

		probe_frequency(machine, policy);
		probe_limit(machine, policy, "scaling_min_freq", ROLE_MIN_FREQ);
		probe_limit(machine, policy, "scaling_max_freq", ROLE_MAX_FREQ);
		if (sysfs_exists(machine->root, policy_path(policy, "scaling_governor")))
			probe_choice(machine, policy, "scaling_governor", "scaling_available_governors", ROLE_GOVERNOR);
		if (sysfs_exists(machine->root, policy_path(policy, "energy_performance_preference"))) {
			probe_choice(machine, policy, "energy_performance_preference", "energy_performance_available_preferences", ROLE_EPP);
			preference = true;
		}
	}
	tunables_probe(machine);
	if (machine->policy_count && !preference)
		machine_missing(machine, "epp", driver_quirks_no_preference, machine->policies[0].driver ? machine->policies[0].driver : "of this machine");
	return NULL;
}

const struct sensor_class cpufreq_sensor = { .name = "cpufreq", .probe = probe };
