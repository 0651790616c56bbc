/* SPDX-License-Identifier: MIT */
/* One description of the machine: what it consists of, which signals it gives, which controls it offers. Probed once, replaced as a whole when the topology changes. */
#ifndef LATTICE_MACHINE_H
#define LATTICE_MACHINE_H
#include "base/arena.h"
#include "machine/signals.h"

#include <stdbool.h>
#include <stdint.h>

struct kept;
struct load;

struct cpu {
	unsigned id;
	bool online;
	int package, core; /* -1 when the kernel does not say (an offline CPU) */
	const char *kind;  /* "P", "E" or NULL */
};

struct policy {
	unsigned id;
	const char *directory;
	unsigned *cpus, cpu_count;
	unsigned *online_cpus, online_count; /* none: the kernel answers EBUSY to everything about it */
	const char *driver;
	double hw_min, hw_max, base; /* kHz, NaN when not offered */
	double *frequencies;
	unsigned frequency_count;
};

struct trip {
	const char *type;
	double celsius, hysteresis;
};

struct zone {
	unsigned signal;
	const char *type;
	struct trip *trips;
	unsigned trip_count;
};

struct supply {
	const char *name, *type;
};

struct missing {
	const char *what, *why;
};

struct machine {
	int root;
	const char *root_path;
	bool real_root; /* the running kernel's own tree: uevents, BPF and perf belong to it */
	bool read_only;
	struct arena arena;
	struct kept *kept;

	struct signal *signals;
	double *values; /* one a signal, NaN is missing */
	struct control *controls;
	struct channel *channels[2]; /* by lane */
	struct kept_file *files;
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
	void **sensor_states; /* one a sensor class */
	bool new_choice; /* a word was read back that the description does not know */
};

/* A kind of sensor. probe registers signals, controls and files and may leave a state; read (optional) fills values that plain channels cannot; close (optional) frees. */
struct sensor_class {
	const char *name;
	void *(*probe)(struct machine *machine);
	void (*read)(struct machine *machine, void *state, enum lane lane);
	void (*close)(void *state);
};

struct machine *machine_probe(int root, const char *root_path, bool read_only, struct kept *kept, const struct machine *before);
/* Takes one sample into values. With slow, the once-a-second lane too. */
void machine_read(struct machine *machine, bool slow);
/* Keeps counters going and remembers what was asked of controls, across a new description; after a resume wrapping counters begin anew without adding. */
void machine_carry(struct machine *machine, const struct machine *before, bool resumed);
void machine_free(struct machine *machine);

void machine_missing(struct machine *machine, const char *what, const char *format, ...) __attribute__((format(printf, 3, 4)));
struct policy *machine_policy(const struct machine *machine, int id);
#endif
