/* SPDX-License-Identifier: MIT */
/* The baseline's file: what was loaded and is saved loads as the same; a damaged one gives nothing and is moved aside. */
#include "changes/baseline.h"
#include "changes/baseline_file.h"
#include "fuzz/fuzz.h"
#include "fuzz/tree.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <unistd.h>

static char folder[256];
static int directory;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	scratch_folder(folder, "baseline");
	directory = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	MUST(directory >= 0);
	return 0;
}

static int load(struct baseline *baseline)
{
	*baseline = (struct baseline){ .directory = folder, .boot_id = "a" };
	return baseline_load(baseline, true);
}

/* JSON keeps whole numbers of 53 bits, and no bytes that are not text. */
static int is_kept(const struct baseline_entry *entry)
{
	for (const char *letter = entry->control; *letter; letter++)
		if (!isprint((unsigned char)*letter))
			return 0;
	for (const char *letter = entry->setting; *letter; letter++)
		if (!isprint((unsigned char)*letter))
			return 0;
	return entry->word || fabs(strtod(entry->setting, NULL)) < 9007199254740992.0;
}

static void check_entry(const struct baseline_entry *entry)
{
	MUST(strnlen(entry->control, sizeof(entry->control)) < sizeof(entry->control));
	MUST(strnlen(entry->setting, sizeof(entry->setting)) < sizeof(entry->setting));
}

static void save_and_load(const struct baseline *baseline)
{
	struct baseline again;
	int kept = 1;

	for (unsigned i = 0; i < baseline->count; i++) {
		check_entry(&baseline->entries[i]);
		kept = kept && is_kept(&baseline->entries[i]);
	}
	MUST(baseline_save(baseline) == 0);
	if (!kept)
		return;
	MUST(load(&again) == 0 && again.count == baseline->count);
	for (unsigned i = 0; i < again.count; i++) {
		const struct baseline_entry *one = &baseline->entries[i], *other = &again.entries[i];

		MUST(one->word == other->word && strcmp(one->control, other->control) == 0 && strcmp(one->setting, other->setting) == 0);
	}
	baseline_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int file = openat(directory, "baseline.json", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644), error;
	struct baseline baseline;

	MUST(file >= 0 && write(file, data, size) == (ssize_t)size);
	close(file);
	error = load(&baseline);
	MUST(error == 0 || error == -EBADMSG);
	if (error) {
		MUST(baseline.count == 0 && faccessat(directory, "baseline.json", F_OK, 0) < 0 && faccessat(directory, "baseline.json.bad", F_OK, 0) == 0);
	} else {
		save_and_load(&baseline);
	}
	baseline_free(&baseline);
	return 0;
}
