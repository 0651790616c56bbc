/* SPDX-License-Identifier: MIT */
/* The baseline's entries. A maximum that firmware or cooling limits at that moment is recorded as unlimited, so that a restore does not make the limit
 * permanent. */
#include "changes/baseline.h"

#include "base/memory.h"
#include "base/sysfs.h"
#include "changes/baseline_file.h"
#include "changes/kept.h"
#include "controls/driver_quirks.h"
#include "controls/firmware_limit.h"
#include "json/json_write.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/topology.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void baseline_open(struct baseline *baseline, int root, const char *directory)
{
	static const char path[] = "proc/sys/kernel/random/boot_id";

	*baseline = (struct baseline){ .directory = directory };
	/* A fake tree may lack it: then the boot of the real machine counts. */
	if (sysfs_read(root, path, baseline->boot_id, sizeof(baseline->boot_id)) > 0)
		return;
	root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (sysfs_read(root, path, baseline->boot_id, sizeof(baseline->boot_id)) <= 0)
		strcpy(baseline->boot_id, "unknown");
	close(root);
}

void baseline_free(struct baseline *baseline)
{
	free(baseline->entries);
	baseline->entries = NULL;
	baseline->count = baseline->room = 0;
	kept_forget(baseline);
}

const struct baseline_entry *baseline_find(const struct baseline *baseline, const char *control)
{
	for (unsigned i = 0; i < baseline->count; i++)
		if (strcmp(baseline->entries[i].control, control) == 0)
			return &baseline->entries[i];
	return NULL;
}

void baseline_append(struct baseline *baseline, const struct baseline_entry *entry)
{
	baseline->entries = grow(baseline->entries, baseline->count, &baseline->room, sizeof(*entry));
	baseline->entries[baseline->count++] = *entry;
}

int baseline_add(struct baseline *baseline, struct machine *machine, struct control *control, bool cooling)
{
	struct baseline_entry entry = { .word = strcmp(control->unit, "choice") == 0 };
	const struct policy *policy = machine_policy(machine, control->policy);
	const char *suffixed = driver_quirks_of_policy(machine, control->policy)->suffixed_preference;
	int error;

	if (baseline_find(baseline, control->name))
		return 0;
	error = control_read(machine, control, entry.setting);
	if (error < 0)
		return error;
	if (suffixed && strncmp(entry.setting, suffixed, strlen(suffixed)) == 0 && entry.setting[strlen(suffixed)] == '(')
		entry.setting[strlen(suffixed)] = '\0';
	if (control->role == ROLE_MAX_FREQ && policy && (cooling || firmware_limit_on(machine, policy))) {
		strcpy(entry.setting, UNLIMITED);
		entry.word = true;
	}
	snprintf(entry.control, sizeof(entry.control), "%s", control->name);
	entry.kept = kept_asked(baseline, control->name);
	baseline_append(baseline, &entry);
	return 1;
}

int baseline_add_value(struct baseline *baseline, const char *control, const char *setting, bool word)
{
	struct baseline_entry entry = { .word = word };
	int error;

	snprintf(entry.control, sizeof(entry.control), "%.63s", control);
	snprintf(entry.setting, sizeof(entry.setting), "%.63s", setting);
	baseline_append(baseline, &entry);
	error = baseline_save(baseline);
	if (error < 0)
		baseline_drop(baseline, control);
	return error;
}

void baseline_drop(struct baseline *baseline, const char *control)
{
	for (unsigned i = 0; i < baseline->count; i++) {
		if (strcmp(baseline->entries[i].control, control) != 0)
			continue;
		baseline->count--;
		memmove(&baseline->entries[i], &baseline->entries[i + 1], (baseline->count - i) * sizeof(*baseline->entries));
		return;
	}
}

void baseline_write(const struct baseline *baseline, struct json *json, const char *key, bool kept)
{
	json_open(json, key, '{');
	for (unsigned i = 0; i < baseline->count; i++) {
		const struct baseline_entry *entry = &baseline->entries[i];

		if (entry->kept != kept)
			continue;
		if (entry->word)
			json_string(json, entry->control, entry->setting);
		else
			json_number(json, entry->control, strtod(entry->setting, NULL));
	}
	json_close(json, '}');
}
