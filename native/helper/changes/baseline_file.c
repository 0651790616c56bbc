/* SPDX-License-Identifier: MIT */
/* The file is replaced whole or not at all (new file, sync, rename), and only one of this boot counts. */
#include "changes/baseline_file.h"

#include "base/memory.h"
#include "base/trusted.h"
#include "changes/baseline.h"
#include "changes/kept.h"
#include "json/json_read.h"
#include "json/json_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char file_name[] = "baseline.json", new_name[] = "baseline.json.new", bad_name[] = "baseline.json.bad";

struct loading {
	struct baseline *baseline;
	bool this_boot;
	bool kept; /* the entries that are read now */
};

static int load_entry(void *context, const char *key, const struct json_value *value)
{
	const struct loading *loading = context;
	struct baseline_entry entry = { .word = value->type == JSON_STRING, .kept = loading->kept };

	if ((value->type != JSON_STRING && value->type != JSON_NUMBER) || strlen(key) >= sizeof(entry.control))
		return -EBADMSG;
	snprintf(entry.control, sizeof(entry.control), "%.63s", key);
	if (entry.word)
		snprintf(entry.setting, sizeof(entry.setting), "%.63s", value->string);
	else
		snprintf(entry.setting, sizeof(entry.setting), "%.0f", value->number);
	baseline_append(loading->baseline, &entry);
	return 0;
}

static int load_member(void *context, const char *key, const struct json_value *value)
{
	struct loading *loading = context;
	const char *why;

	if (strcmp(key, "boot_id") == 0)
		loading->this_boot = value->type == JSON_STRING && strcmp(value->string, loading->baseline->boot_id) == 0;
	loading->kept = strcmp(key, "kept") == 0;
	if (loading->kept || strcmp(key, "values") == 0)
		return json_read_object(value->raw, value->raw_length, load_entry, loading, &why);
	return 0;
}

static int read_file(int directory, char **text, size_t *length)
{
	int file = trusted_file(directory, file_name, O_RDONLY, 0);
	struct stat status;
	ssize_t taken;

	if (file < 0)
		return file;
	if (fstat(file, &status) < 0 || status.st_size > 4 * 1024 * 1024) {
		close(file);
		return -EBADMSG;
	}
	*text = must_alloc((size_t)status.st_size + 1);
	taken = read(file, *text, (size_t)status.st_size);
	*length = taken > 0 ? (size_t)taken : 0;
	close(file);
	return 0;
}

int baseline_load(struct baseline *baseline, bool may_remove)
{
	char untrusted[TRUSTED_WHY_ROOM];
	int directory = trusted_folder(baseline->directory, false, untrusted), error;
	struct loading loading = { .baseline = baseline };
	char *text = NULL;
	const char *why;
	size_t length = 0;

	if (directory < 0)
		return directory == -ENOENT ? 0 : directory;
	error = read_file(directory, &text, &length);
	if (error == 0)
		error = json_read_object(text, length, load_member, &loading, &why) < 0 ? -EBADMSG : 0;
	if (error || !loading.this_boot)
		baseline_free(baseline);
	if (error == -EBADMSG && may_remove)
		renameat(directory, file_name, directory, bad_name);
	else if (error == 0 && !loading.this_boot && may_remove)
		unlinkat(directory, file_name, 0);
	free(text);
	close(directory);
	return error == -ENOENT ? 0 : error;
}

static int write_file(int directory, const struct json *json)
{
	int file, error = 0;

	/* Left by a helper that was killed while it wrote. */
	unlinkat(directory, new_name, 0);
	file = trusted_file(directory, new_name, O_WRONLY | O_CREAT | O_EXCL, 0644);
	if (file < 0)
		return file;
	errno = ENOSPC; /* for a short write, which sets no errno */
	if (write(file, json->text, json->length) != (ssize_t)json->length || fsync(file) < 0)
		error = -errno;
	close(file);
	if (!error && renameat(directory, new_name, directory, file_name) < 0)
		error = -errno;
	if (error)
		unlinkat(directory, new_name, 0);
	return error;
}

int baseline_save(const struct baseline *baseline)
{
	struct json json = { .pretty = true };
	char untrusted[TRUSTED_WHY_ROOM];
	int directory = trusted_folder(baseline->directory, true, untrusted), error;

	if (directory < 0)
		return directory;
	if (baseline->count) {
		json_open(&json, NULL, '{');
		json_string(&json, "boot_id", baseline->boot_id);
		baseline_write(baseline, &json, "values", false);
		if (kept_any(baseline))
			baseline_write(baseline, &json, "kept", true);
		json_close(&json, '}');
		error = write_file(directory, &json);
		json_free(&json);
	} else {
		error = unlinkat(directory, file_name, 0) < 0 && errno != ENOENT ? -errno : 0;
	}
	if (!error)
		fsync(directory);
	close(directory);
	return error;
}
