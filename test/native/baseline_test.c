/* SPDX-License-Identifier: MIT */
/* The baseline's file: whole or not at all, of this boot only, damaged ones moved aside, a full disk reported. */
#include "base/memory.h"
#include "changes/baseline.h"
#include "changes/baseline_file.h"
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/lattice-baseline-XXXXXX";

static void put(const char *text)
{
	FILE *file = fopen("baseline.json", "w");

	fputs(text, file);
	fclose(file);
}

static int load(struct baseline *baseline, const char *boot)
{
	*baseline = (struct baseline){ .directory = folder };
	strcpy(baseline->boot_id, boot);
	return baseline_load(baseline, true);
}

static void add(struct baseline *baseline, const char *control, const char *setting, bool word)
{
	struct baseline_entry entry = { .word = word };

	strcpy(entry.control, control);
	strcpy(entry.setting, setting);
	baseline->entries = grow(baseline->entries, baseline->count, &baseline->room, sizeof(entry));
	baseline->entries[baseline->count++] = entry;
}

static void round_trip(void)
{
	struct baseline baseline;

	CHECK(load(&baseline, "a") == 0 && baseline.count == 0);
	add(&baseline, "policy0.max_freq", UNLIMITED, true);
	add(&baseline, "policy0.min_freq", "400000", false);
	add(&baseline, "policy0.epp", "77", true);
	CHECK(baseline_save(&baseline) == 0);
	CHECK(access("baseline.json.new", F_OK) < 0);
	baseline_free(&baseline);
	CHECK(load(&baseline, "a") == 0 && baseline.count == 3);
	CHECK(strcmp(baseline_find(&baseline, "policy0.min_freq")->setting, "400000") == 0 && !baseline_find(&baseline, "policy0.min_freq")->word);
	CHECK(strcmp(baseline_find(&baseline, "policy0.epp")->setting, "77") == 0 && baseline_find(&baseline, "policy0.epp")->word);
	baseline_drop(&baseline, "policy0.min_freq");
	CHECK(baseline.count == 2 && !baseline_find(&baseline, "policy0.min_freq"));
	baseline_drop(&baseline, "policy0.max_freq");
	baseline_drop(&baseline, "policy0.epp");
	CHECK(baseline_save(&baseline) == 0 && access("baseline.json", F_OK) < 0);
	CHECK(baseline_save(&baseline) == 0);
	baseline_free(&baseline);
}

static void other_boot(void)
{
	struct baseline baseline;

	put("{\"boot_id\":\"a\",\"values\":{\"boost\":1}}");
	CHECK(load(&baseline, "b") == 0 && baseline.count == 0 && access("baseline.json", F_OK) < 0);
}

static void damaged(void)
{
	static const char *const texts[] = { "", "{", "{\"boot_id\":\"a\",\"values\":{\"boost\":[1]}}", "{\"boot_id\":\"a\",\"values\":{\"boost\":1}", "garbage" };
	struct baseline baseline;

	for (unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		put(texts[i]);
		CHECK(load(&baseline, "a") == -EBADMSG && baseline.count == 0);
		CHECK(access("baseline.json", F_OK) < 0 && access("baseline.json.bad", F_OK) == 0);
		unlink("baseline.json.bad");
	}
}

static void cannot_save(void)
{
	struct baseline baseline = { .directory = "/proc/no/such" };

	add(&baseline, "boost", "1", false);
	CHECK(baseline_save(&baseline) < 0);
	baseline.directory = "/dev/null";
	CHECK(baseline_save(&baseline) == -ENOTDIR);
	/* A directory in the way of the new file: the old one must survive. */
	baseline.directory = folder;
	strcpy(baseline.boot_id, "a");
	CHECK(baseline_save(&baseline) == 0);
	mkdir("baseline.json.new", 0700);
	baseline.entries[0].setting[0] = '0';
	CHECK(baseline_save(&baseline) < 0);
	rmdir("baseline.json.new");
	baseline_free(&baseline);
	CHECK(load(&baseline, "a") == 0 && strcmp(baseline.entries[0].setting, "1") == 0);
	baseline_free(&baseline);
	unlink("baseline.json");
}

/* What somebody else could have put there, or could change, is neither read nor written: once a link was followed, and a pipe waited for. */
static void not_trusted(void)
{
	static const char forged[] = "{\"boot_id\":\"a\",\"values\":{\"boost\":0}}";
	static const mode_t modes[] = { 0775, 0757, 01777 };
	struct baseline baseline;
	struct stat status;
	char link[64];

	put(forged);
	for (unsigned i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		chmod(folder, modes[i]);
		CHECK(load(&baseline, "b") == -EPERM && baseline.count == 0 && access("baseline.json", F_OK) == 0);
		add(&baseline, "boost", "1", false);
		CHECK(baseline_save(&baseline) == -EPERM && access("baseline.json.new", F_OK) < 0);
		baseline_free(&baseline);
	}
	chmod(folder, 0700);
	snprintf(link, sizeof(link), "%s.link", folder);
	CHECK(symlink(folder, link) == 0);
	baseline.directory = link;
	CHECK(baseline_load(&baseline, true) == -EPERM);
	strcat(link, "/");
	CHECK(baseline_load(&baseline, true) == -EPERM);
	link[strlen(link) - 1] = '\0';
	unlink(link);

	CHECK(rename("baseline.json", "other") == 0 && symlink("other", "baseline.json") == 0);
	CHECK(load(&baseline, "a") == -EPERM && baseline.count == 0);
	unlink("baseline.json");
	CHECK(linkat(AT_FDCWD, "other", AT_FDCWD, "baseline.json", 0) == 0);
	CHECK(load(&baseline, "a") == -EPERM && baseline.count == 0);
	unlink("baseline.json");
	CHECK(mkfifo("baseline.json", 0600) == 0);
	CHECK(load(&baseline, "a") == -EPERM && baseline.count == 0);
	unlink("baseline.json");
	if (geteuid() == 0) {
		put(forged);
		CHECK(chown("baseline.json", 65534, 65534) == 0 && load(&baseline, "a") == -EPERM);
		CHECK(chown("baseline.json", 0, 0) == 0 && chown(folder, 65534, 65534) == 0 && load(&baseline, "a") == -EPERM);
		CHECK(chown(folder, 0, 0) == 0 && load(&baseline, "a") == 0 && baseline.count == 1);
		baseline_free(&baseline);
	}

	/* The new file replaces a link of its name, and what that points to stays. */
	CHECK(symlink("other", "baseline.json.new") == 0);
	load(&baseline, "a");
	add(&baseline, "policy0.max_freq", "800000", false);
	CHECK(baseline_save(&baseline) == 0);
	baseline_free(&baseline);
	CHECK(stat("other", &status) == 0 && status.st_size == sizeof(forged) - 1);
	CHECK(lstat("baseline.json", &status) == 0 && S_ISREG(status.st_mode));
	unlink("baseline.json");
	unlink("other");
}

int main(void)
{
	if (!mkdtemp(folder) || chdir(folder) < 0)
		return 1;
	round_trip();
	other_boot();
	damaged();
	cannot_save();
	not_trusted();
	rmdir(folder);
	return check_result();
}
