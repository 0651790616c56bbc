/* SPDX-License-Identifier: MIT */
/* Adaptive backlight management (ABM) of amdgpu: the panel's backlight is dimmed and its picture brightened, at the price of true colours. The kernel has the
 * file on built-in panels alone, refuses more than 4, and answers EBUSY while the compositor forbids it. */
#include "actions/actions.h"

#include "base/arena.h"
#include "base/sysfs.h"
#include "machine/control.h"
#include "machine/machine.h"

#include <stdio.h>
#include <string.h>

enum { MOST_SAVING = 4 };

static bool connected(const struct machine *machine, const char *connector)
{
	char path[96], status[32];

	snprintf(path, sizeof(path), "sys/class/drm/%.48s/status", connector);
	return sysfs_read(machine->root, path, status, sizeof(status)) > 0 && strcmp(status, "connected") == 0;
}

static void *probe(struct machine *machine)
{
	struct listing connectors = sysfs_list(machine->root, "sys/class/drm", "card", &machine->arena);

	for (unsigned i = 0; i < connectors.count; i++) {
		char path[128], scope[64], name[96];
		struct control *control;

		snprintf(path, sizeof(path), "sys/class/drm/%.48s/amdgpu/panel_power_savings", connectors.names[i]);
		if (!sysfs_exists(machine->root, path) || !connected(machine, connectors.names[i]))
			continue;
		snprintf(scope, sizeof(scope), "panel.%.48s", connectors.names[i]);
		snprintf(name, sizeof(name), "%s.panel_power_savings", scope);
		control = control_add(machine, name, scope, "level", path, ROLE_PANEL_POWER);
		control->min = 0;
		control->max = MOST_SAVING;
	}
	return NULL;
}

const struct sensor_class panel_power_sensor = { .name = "panel_power", .probe = probe };
