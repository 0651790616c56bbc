/* SPDX-License-Identifier: MIT */
/* Charge limits: what a battery's folder makes of controls, the order of two thresholds that may not cross, and which of them a restore leaves in place. */
#include "changes/baseline.h"
#include "changes/baseline_file.h"
#include "changes/changes.h"
#include "changes/changes_order.h"
#include "changes/kept.h"
#include "check.h"
#include "controls/charge.h"
#include "core/helper.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/sources.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BATTERY "sys/class/power_supply/BAT0/"
#define IDEAPAD "sys/bus/platform/drivers/ideapad_acpi/VPC2004:00/"

static char folder[] = "/tmp/lattice-charge-XXXXXX";
static struct sources sources;

static void put(const char *path, const char *text)
{
	char name[256];
	FILE *file;

	snprintf(name, sizeof(name), "%s", path);
	for (char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(name, 0755);
		*slash = '/';
	}
	file = fopen(name, "w");
	fprintf(file, "%s\n", text);
	fclose(file);
}

static struct machine *probe(int *root)
{
	*root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return machine_probe(*root, folder, false, &sources, NULL);
}

static void done(struct machine *machine, int root)
{
	machine_free(machine);
	close(root);
}

static bool is_missing(const struct machine *machine)
{
	for (unsigned i = 0; i < machine->missing_count; i++)
		if (strcmp(machine->missing[i].what, "charge_limit") == 0)
			return true;
	return false;
}

static void words(void)
{
	static const char *const texts[][2] = {
		{ "Trickle [Standard] Custom\n", "Standard" }, { "[Long_Life]", "Long_Life" }, { "Custom\n", "Custom" },
		{ "Fast Custom\n", "" },                       { "Fast [Custom", "" },         { "", "" },
	};
	char word[SETTING_ROOM], list[] = "Trickle [Standard] Custom";

	for (unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		choices_chosen(texts[i][0], word, sizeof(word));
		CHECK(strcmp(word, texts[i][1]) == 0);
	}
	choices_chosen("Trickle [Standard]", word, 4);
	CHECK(strcmp(word, "Sta") == 0);
	CHECK(strcmp(choices_unbracketed(list), "Trickle  Standard  Custom") == 0);
}

static void offered(void)
{
	struct machine *machine;
	struct control *control;
	char now[SETTING_ROOM];
	int root;

	put(BATTERY "type", "Battery");
	machine = probe(&root);
	CHECK(is_missing(machine) && !machine->control_count);
	done(machine, root);

	put(BATTERY "charge_stop_threshold", "100");
	put(BATTERY "charge_start_threshold", "0");
	machine = probe(&root);
	control = control_find(machine, "supply.BAT0.charge_stop");
	CHECK(control && strstr(control->path, "charge_stop_threshold") && control->min == 1 && control->max == 100);
	CHECK(control_find(machine, "supply.BAT0.charge_start") && !is_missing(machine));
	done(machine, root);

	put(BATTERY "charge_control_end_threshold", "90");
	put(BATTERY "charge_types", "Trickle Fast [Standard] Adaptive Custom Long_Life");
	put(IDEAPAD "conservation_mode", "0");
	machine = probe(&root);
	control = control_find(machine, "supply.BAT0.charge_stop");
	CHECK(control && strstr(control->path, "charge_control_end_threshold") && charge_control(control));
	control = control_find(machine, "supply.BAT0.charge_types");
	CHECK(control && control->choices.count == 6 && choices_find(&control->choices, "Custom") == 4);
	CHECK(control_read(machine, control, now) == 0 && strcmp(now, "Standard") == 0 && !machine->new_choice);
	/* Where Long_Life is there, the older file would be a second way to the same. */
	CHECK(!control_find(machine, "conservation_mode"));
	done(machine, root);

	unlink(BATTERY "charge_types");
	machine = probe(&root);
	CHECK(control_find(machine, "conservation_mode"));
	done(machine, root);
}

/* At each step from one pair to the other, the start has to stay below the stop. */
static void order(void)
{
	static const int pairs[][2] = { { 40, 50 }, { 75, 80 }, { 0, 100 }, { 95, 100 }, { 50, 60 }, { 1, 2 } };
	enum { PAIRS = sizeof(pairs) / sizeof(*pairs) };
	int root;

	for (unsigned from = 0; from < PAIRS; from++)
		for (unsigned to = 0; to < PAIRS; to++) {
			struct changes changes = { 0 };
			struct machine *machine = probe(&root);
			int now[2] = { pairs[from][0], pairs[from][1] };

			machine->values[control_find(machine, "supply.BAT0.charge_start")->signal] = now[0];
			machine->values[control_find(machine, "supply.BAT0.charge_stop")->signal] = now[1];
			snprintf(changes_add(&changes, "supply.BAT0.charge_start")->wanted, SETTING_ROOM, "%d", pairs[to][0]);
			snprintf(changes_add(&changes, "supply.BAT0.charge_stop")->wanted, SETTING_ROOM, "%d", pairs[to][1]);
			for (int restoring = 0; restoring < 2; restoring++) {
				changes_order(&changes, machine, restoring);
				for (unsigned i = 0; i < 2; i++) {
					now[strcmp(changes.items[i].name, "supply.BAT0.charge_stop") == 0] = atoi(changes.items[i].wanted);
					CHECK(now[0] < now[1]);
				}
				now[0] = pairs[from][0], now[1] = pairs[from][1];
			}
			changes_free(&changes);
			done(machine, root);
		}
}

static const char *ask(struct helper *helper, const char *names)
{
	return kept_ask(helper, names, strlen(names));
}

static void kept(void)
{
	static struct helper helper;
	struct baseline loaded = { .directory = folder };
	int root;

	put("sys/devices/system/cpu/cpufreq/boost", "1");
	helper.baseline.directory = folder;
	strcpy(helper.baseline.boot_id, "a");
	helper.machine = probe(&root);
	CHECK(control_find(helper.machine, "boost"));
	CHECK(!ask(&helper, "{\"supply.BAT0.charge_stop\":true,\"supply.BAT7.charge_stop\":true}"));
	CHECK(baseline_add(&helper.baseline, helper.machine, control_find(helper.machine, "supply.BAT0.charge_stop"), false) == 1);
	CHECK(baseline_add(&helper.baseline, helper.machine, control_find(helper.machine, "boost"), false) == 1);
	CHECK(kept_any(&helper.baseline) && kept_others(&helper.baseline));
	/* An engine can leave nothing but a charge limit behind. */
	CHECK(ask(&helper, "{\"boost\":true}") && !baseline_find(&helper.baseline, "boost")->kept);
	CHECK(kept_asked(&helper.baseline, "supply.BAT0.charge_stop"));
	baseline_drop(&helper.baseline, "boost");
	CHECK(!kept_others(&helper.baseline) && !restore_needed(&helper));

	CHECK(baseline_save(&helper.baseline) == 0);
	strcpy(loaded.boot_id, "a");
	CHECK(baseline_load(&loaded, true) == 0 && loaded.count == 1 && loaded.entries[0].kept && strcmp(loaded.entries[0].setting, "90") == 0);
	baseline_free(&loaded);
	/* Another will is on disk at once: a helper that is killed must not keep what was to be put back. */
	CHECK(!ask(&helper, "{}") && restore_needed(&helper));
	CHECK(baseline_load(&loaded, true) == 0 && loaded.count == 1 && !loaded.entries[0].kept);
	baseline_free(&loaded);
	baseline_free(&helper.baseline);
	unlink("baseline.json");
	done(helper.machine, root);
}

static int take_away(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	return where->level ? remove(path) : 0;
}

int main(void)
{
	if (!mkdtemp(folder) || chdir(folder) < 0)
		return 1;
	words();
	offered();
	order();
	kept();
	nftw(".", take_away, 16, FTW_PHYS | FTW_DEPTH);
	rmdir(folder);
	sources_close(&sources);
	return check_result();
}
