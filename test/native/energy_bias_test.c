/* SPDX-License-Identifier: MIT */
/* Which CPUs have an energy bias to set: those whose policy has no energy preference, whether or not they are online; and what may be written. */
#include "changes/changes.h"
#include "check.h"
#include "json/json_read.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/sources.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CPU "sys/devices/system/cpu"

static char folder[] = "/tmp/lattice-bias-XXXXXX";

static void put(const char *path, const char *text)
{
	char name[160];
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

static const char *bias(unsigned cpu)
{
	static char path[96];

	snprintf(path, sizeof(path), CPU "/cpu%u/power/energy_perf_bias", cpu);
	return path;
}

/* Two CPUs of a policy each, four CPUs in all. */
static void machine_of_four(void)
{
	static const char *const policies[] = { "0 1", "2 3" };
	char path[96];

	put(CPU "/online", "0-3");
	for (unsigned cpu = 0; cpu < 4; cpu++) {
		snprintf(path, sizeof(path), CPU "/cpu%u/online", cpu);
		put(path, "1");
		put(bias(cpu), "6");
	}
	for (unsigned i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), CPU "/cpufreq/policy%u/related_cpus", 2 * i);
		put(path, policies[i]);
		snprintf(path, sizeof(path), CPU "/cpufreq/policy%u/scaling_driver", 2 * i);
		put(path, "intel_pstate");
	}
}

static struct machine *probe(struct sources *sources)
{
	int root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);

	return machine_probe(root, folder, false, sources, NULL);
}

static void let_go(struct machine *machine, struct sources *sources)
{
	close(machine->root);
	machine_free(machine);
	sources_close(sources);
}

static void where_no_preference_governs(void)
{
	struct sources sources = { 0 };
	struct machine *machine;

	put(CPU "/cpufreq/policy2/energy_performance_preference", "balance_performance");
	machine = probe(&sources);
	for (unsigned cpu = 0; cpu < 4; cpu++) {
		char name[16];
		const struct control *control;

		snprintf(name, sizeof(name), "cpu%u.epb", cpu);
		control = control_find(machine, name);
		CHECK(!control == (cpu >= 2));
		if (!control)
			continue;
		CHECK(control->writable && control->min == 0 && control->max == 15);
		CHECK(strlen(control->scope) == 4 && strncmp(control->scope, name, 4) == 0);
	}
	let_go(machine, &sources);
	unlink(CPU "/cpufreq/policy2/energy_performance_preference");
}

static int error_of(const struct machine *machine, const char *value)
{
	struct changes changes = { 0 };
	struct json_value json = { .type = JSON_NUMBER, .number = strtod(value, NULL) };
	struct change *change = changes_add(&changes, "cpu1.epb");
	int error;

	change_check(change, machine, &json);
	error = change->error;
	changes_free(&changes);
	return error;
}

static void nothing_beyond_its_range(void)
{
	struct sources sources = { 0 };
	struct machine *machine = probe(&sources);

	CHECK(error_of(machine, "0") == 0 && error_of(machine, "15") == 0);
	CHECK(error_of(machine, "16") != 0 && error_of(machine, "-1") != 0 && error_of(machine, "6.5") != 0);
	let_go(machine, &sources);
}

/* An offline CPU has no file, and its control waits for it: what is owed to it must not be forgotten. */
static void offline_and_late(void)
{
	struct sources sources = { 0 };
	struct machine *machine;
	const struct control *control;

	put(CPU "/online", "0-2");
	put(CPU "/cpu3/online", "0");
	unlink(bias(3));
	machine = probe(&sources);
	control = control_find(machine, "cpu3.epb");
	CHECK(control && !control->writable && strcmp(control->why, "this CPU is offline") == 0);
	let_go(machine, &sources);
	put(CPU "/online", "0-3");
	put(CPU "/cpu3/online", "1");
	put(bias(3), "6");
	machine = probe(&sources);
	control = control_find(machine, "cpu3.epb");
	CHECK(control && control->writable);
	let_go(machine, &sources);
}

static void none_where_no_cpu_has_it(void)
{
	struct sources sources = { 0 };
	struct machine *machine;

	put(CPU "/cpu3/online", "0");
	for (unsigned cpu = 0; cpu < 4; cpu++)
		unlink(bias(cpu));
	machine = probe(&sources);
	for (unsigned i = 0; i < machine->control_count; i++)
		CHECK(machine->controls[i].role != ROLE_EPB);
	CHECK(!control_find(machine, "cpu3.epb"));
	let_go(machine, &sources);
}

int main(void)
{
	char command[64];

	if (!mkdtemp(folder) || chdir(folder) < 0)
		return 1;
	machine_of_four();
	where_no_preference_governs();
	nothing_beyond_its_range();
	offline_and_late();
	none_where_no_cpu_has_it();
	snprintf(command, sizeof(command), "rm -r %s", folder);
	CHECK(system(command) == 0);
	return check_result();
}
