/* SPDX-License-Identifier: MIT */
/* The performance level of AMD's GPUs. Only of one that never sleeps, such as a processor's own: amdgpu wakes a GPU when the file is read (7.3 refuses the
 * read instead), and we read it once a second. */
#include "actions/actions.h"

#include "base/arena.h"
#include "base/sysfs.h"
#include "machine/control.h"
#include "machine/machine.h"

#include <stdio.h>
#include <string.h>

static bool reads(const struct machine *machine, const char *card, const char *attribute, const char *expected)
{
	char path[128], text[32];

	snprintf(path, sizeof(path), "sys/class/drm/%.48s/device/%s", card, attribute);
	return sysfs_read(machine->root, path, text, sizeof(text)) > 0 && strcmp(text, expected) == 0;
}

static void *probe(struct machine *machine)
{
	struct listing cards = sysfs_list(machine->root, "sys/class/drm", "card", &machine->arena);

	for (unsigned i = 0; i < cards.count; i++) {
		const char *card = cards.names[i];
		char path[128], scope[64], name[96];

		/* card1-eDP-1 is a connector, whose `device` is the card. */
		if (strchr(card, '-') || !reads(machine, card, "vendor", "0x1002"))
			continue;
		snprintf(path, sizeof(path), "sys/class/drm/%.48s/device/power_dpm_force_performance_level", card);
		if (!sysfs_exists(machine->root, path))
			continue;
		if (reads(machine, card, "power/control", "auto")) {
			machine_missing(machine, "performance_level", "%s may fall asleep, and each look at its level would wake it", card);
			continue;
		}
		snprintf(scope, sizeof(scope), "drm.%.48s", card);
		snprintf(name, sizeof(name), "%s.performance_level", scope);
		control_choices(machine, control_add(machine, name, scope, "choice", path, ROLE_GPU_LEVEL), "auto low high");
	}
	return NULL;
}

const struct sensor_class gpu_level_sensor = { .name = "gpu_level", .probe = probe };
