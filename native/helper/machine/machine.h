/* SPDX-License-Identifier: MIT */
/* One description of the machine: its parts, the signals it gives, the controls it offers. Probed once, replaced as a whole when the topology changes. */
#ifndef LATTICE_MACHINE_H
#define LATTICE_MACHINE_H
#include "base/arena.h"

#include <stdbool.h>

struct channel;
struct control;
struct cpu;
struct load;
struct policy;
struct polled_file;
struct signal;
struct sources;
struct supply;
struct zone;

struct missing {
	const char *what, *why;
};

struct machine {
	int root;
	const char *root_path;
	bool real_root; /* the running kernel's own tree: uevents, BPF and perf belong to it */
	bool read_only;
	struct arena arena;
	struct sources *sources;

	struct signal *signals;
	double *values; /* one for each signal, NaN is missing */
	struct control *controls;
	struct channel *channels[2]; /* by lane */
	struct polled_file *files;
	struct missing *missing;
	unsigned signal_count, signal_room, value_room, control_count, control_room, channel_count[2], channel_room[2], file_count, file_room;
	unsigned missing_count, missing_room;
	unsigned *control_order; /* indexes into controls, by name */
	unsigned long file_budget;

	struct cpu *cpus;
	struct policy *policies;
	struct zone *zones;
	struct supply *supplies;
	unsigned cpu_count, cpu_span /* highest id + 1 */, policy_count, zone_count, supply_count;
	const char *busy_source, *counter_source, *energy_source;

	struct load *load;
	void **sensor_states; /* one for each sensor class */
	double asleep_ns; /* since the boot, at the newest sample */
	bool new_choice; /* a word was read back that the description does not know */
};

struct machine *machine_probe(int root, const char *root_path, bool read_only, struct sources *sources, const struct machine *before);
/* Takes one sample into values. With slow, the once-a-second lane too. */
void machine_read(struct machine *machine, bool slow);
/* Keeps counters going and remembers what was asked of controls, across a new description; after a resume wrapping counters start again and add nothing. */
void machine_carry(struct machine *machine, const struct machine *before, bool resumed);
void machine_free(struct machine *machine);
/* Notes what this machine does not offer, and why. */
void machine_missing(struct machine *machine, const char *what, const char *format, ...) __attribute__((format(printf, 3, 4)));
#endif
