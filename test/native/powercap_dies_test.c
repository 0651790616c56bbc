/* SPDX-License-Identifier: MIT */
/* Eight dies in two packages: those of package 0 show one register, those of package 1 had used as much as each other by chance. However many pairs
 * read alike, there is one wait for all of them, in which registers of their own go apart. */
#include "check.h"
#include "base/arena.h"
#include "machine/machine.h"
#include "powercap/powercap_dies.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { DIES = 4, PACKAGES = 2 };

static struct machine machine;
static struct powercap_dies dies;
static bool apart; /* what the dies of package 1 are after the wait */
static unsigned waits;

int __wrap_nanosleep(const struct timespec *pause, struct timespec *left);

static void set_energy(unsigned package, unsigned die, unsigned long microjoules)
{
	char path[64], text[32];
	int file;

	snprintf(path, sizeof(path), "%u-%u", package, die);
	mkdirat(machine.root, path, 0755);
	snprintf(path, sizeof(path), "%u-%u/energy_uj", package, die);
	file = openat(machine.root, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	snprintf(text, sizeof(text), "%lu\n", microjoules);
	CHECK(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text));
	close(file);
}

int __wrap_nanosleep(const struct timespec *pause, struct timespec *left)
{
	(void)left;
	waits++;
	CHECK(pause->tv_sec == 0 && pause->tv_nsec == 5000000);
	for (unsigned die = 0; die < DIES; die++) {
		set_energy(0, die, 2000);
		set_energy(1, die, apart ? 2000 + die * 10 : 2000);
	}
	return 0;
}

static bool counts(const struct machine *of, const char *zone)
{
	(void)of;
	return strcmp(zone, "package1.die0") != 0;
}

static const char *mirrored(unsigned package, unsigned die, bool (*which)(const struct machine *, const char *))
{
	char path[64];

	snprintf(path, sizeof(path), "%u-%u/energy_uj", package, die);
	return powercap_dies_mirrored(&dies, path, &machine, which);
}

static bool any(const struct machine *of, const char *zone)
{
	(void)of;
	(void)zone;
	return true;
}

/* package 1's dies have used so much, and die by die so much more */
static void compare(unsigned long used, unsigned long more)
{
	free(dies.items);
	dies = (struct powercap_dies){ 0 };
	waits = 0;
	for (unsigned package = 0; package < PACKAGES; package++)
		for (unsigned die = 0; die < DIES; die++) {
			char zone[64], directory[64];

			snprintf(zone, sizeof(zone), "package%u.die%u", package, die);
			snprintf(directory, sizeof(directory), "%u-%u", package, die);
			set_energy(package, die, package ? used + die * more : 1000 + die * more);
			powercap_dies_add(&dies, &machine, zone, directory);
		}
	powercap_dies_add(&dies, &machine, "package0", "0-0");
	powercap_dies_add(&dies, &machine, "package0.die1.dram", "0-1");
	CHECK(dies.count == PACKAGES * DIES);
	powercap_dies_compare(&dies, &machine);
}

int main(void)
{
	char folder[] = "/tmp/lattice-dies-XXXXXX", remove[64];

	CHECK(mkdtemp(folder));
	machine.root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);

	apart = true;
	compare(1000, 0);
	CHECK(waits == 1);
	CHECK(!mirrored(0, 0, any));
	for (unsigned die = 1; die < DIES; die++) {
		CHECK(mirrored(0, die, any) && strcmp(mirrored(0, die, any), "package0.die0") == 0);
		CHECK(!mirrored(1, die, any));
	}

	apart = false;
	compare(1000, 0);
	CHECK(waits == 1 && strcmp(mirrored(1, 3, any), "package1.die0") == 0);
	/* A die that does not count itself hides no other. */
	CHECK(strcmp(mirrored(1, 3, counts), "package1.die1") == 0 && !mirrored(1, 1, counts));

	/* Nothing alike, nothing to wait for; nor do counters that count nothing show a register. */
	compare(1000, 7);
	CHECK(waits == 0 && !mirrored(0, 1, any) && !mirrored(1, 1, any));

	close(machine.root);
	arena_free(&machine.arena);
	free(dies.items);
	snprintf(remove, sizeof(remove), "rm -r %s", folder);
	CHECK(system(remove) == 0);
	return check_result();
}
