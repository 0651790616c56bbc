/* SPDX-License-Identifier: MIT */
/* cpufreq: of each policy the frequency, the limits, the governor and the energy preference. */
#include "sensors/sensors.h"
#include "base/sysfs.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *policy_path(const struct policy *policy, const char *attribute)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", policy->directory, attribute);
	return path;
}

static struct control *policy_control(struct machine *machine, const struct policy *policy, const char *name, const char *attribute, const char *unit, enum control_role role)
{
	struct control *control;
	char full[64];

	snprintf(full, sizeof(full), "policy%u.%s", policy->id, name);
	control = control_add(machine, full, unit, policy_path(policy, attribute), role);
	control->policy = (int)policy->id;
	if (!policy->online_count && control->writable) {
		control->writable = false;
		control->why = "all CPUs of this policy are offline";
	}
	return control;
}

static void probe_limit(struct machine *machine, const struct policy *policy, const char *name, const char *attribute, enum control_role role)
{
	struct control *control;

	if (!sysfs_exists(machine->root, policy_path(policy, attribute)))
		return;
	control = policy_control(machine, policy, name, attribute, "kHz", role);
	control->min = policy->hw_min;
	control->max = policy->hw_max;
	if (control->writable && !(policy->hw_min <= policy->hw_max)) {
		control->writable = false;
		control->why = "cpuinfo_min_freq and cpuinfo_max_freq give no range";
	}
}

static void probe_choice(struct machine *machine, const struct policy *policy, const char *name, const char *attribute, const char *offered, enum control_role role)
{
	struct control *control;
	char words[ATTRIBUTE_ROOM] = "";

	sysfs_read(machine->root, policy_path(policy, offered), words, sizeof(words));
	control = policy_control(machine, policy, name, attribute, "choice", role);
	control_choices(machine, control, words);
	/* amd-pstate lists `custom` to say that a raw value is set; the word itself is refused. */
	for (unsigned i = 0; role == ROLE_EPP && i < control->choices.count; i++)
		if (strcmp(control->choices.words[i], "custom") == 0) {
			control->choices.words = memcpy(arena_zalloc(&machine->arena, control->choices.count * sizeof(char *)), control->choices.words,
							control->choices.count * sizeof(char *));
			control->choices.count--;
			memmove(&control->choices.words[i], &control->choices.words[i + 1], (control->choices.count - i) * sizeof(char *));
			break;
		}
}

static void *probe(struct machine *machine)
{
	bool preference = false;

	if (!machine->policy_count)
		machine_missing(machine, "cpufreq", "no driver has registered a policy: /sys/devices/system/cpu/cpufreq has no policy* (a virtual machine, or the driver is not loaded)");
	for (unsigned i = 0; i < machine->policy_count; i++) {
		const struct policy *policy = &machine->policies[i];
		char name[64];

		snprintf(name, sizeof(name), "policy%u.cur_freq", policy->id);
		if (sysfs_exists(machine->root, policy_path(policy, "scaling_cur_freq"))) {
			struct channel channel = channel_make(machine, FORM_NUMBER, policy_path(policy, "scaling_cur_freq"),
							      signal_add(machine, name, "kHz", SIGNAL_GAUGE, BAND_NONE), 1);

			channel.low = 1;
			channel_add(machine, channel, LANE_FAST);
		}
		probe_limit(machine, policy, "min_freq", "scaling_min_freq", ROLE_MIN_FREQ);
		probe_limit(machine, policy, "max_freq", "scaling_max_freq", ROLE_MAX_FREQ);
		if (sysfs_exists(machine->root, policy_path(policy, "scaling_governor")))
			probe_choice(machine, policy, "governor", "scaling_governor", "scaling_available_governors", ROLE_GOVERNOR);
		if (sysfs_exists(machine->root, policy_path(policy, "energy_performance_preference"))) {
			probe_choice(machine, policy, "epp", "energy_performance_preference", "energy_performance_available_preferences", ROLE_EPP);
			preference = true;
		}
	}
	if (machine->policy_count && !preference)
		machine_missing(machine, "epp", "the driver %s has no energy_performance_preference (it exists with HWP and with amd-pstate in active mode)",
				machine->policies[0].driver ? machine->policies[0].driver : "of this machine");
	return NULL;
}

const struct sensor_class cpufreq_sensor = { .name = "cpufreq", .probe = probe };
