/* SPDX-License-Identifier: MIT */
/* A control: a named value that may be written. */
#ifndef LATTICE_CONTROL_H
#define LATTICE_CONTROL_H
#include "machine/channel.h"
#include "machine/choices.h"

#include <stdbool.h>

struct machine;

/* In the order of safety in which they are written. */
enum control_role {
	ROLE_PLATFORM_PROFILE, ROLE_BOOST, ROLE_POLICY_BOOST, ROLE_GOVERNOR, ROLE_EPP, ROLE_EPB,
	ROLE_YOUNG_PERCENT, ROLE_YOUNG_US, ROLE_PACE_PERCENT, ROLE_PACE_US, ROLE_MARGIN_PERCENT, ROLE_TAU_US, ROLE_REST_US, ROLE_RATE_US, ROLE_MAX_FREQ, ROLE_MIN_FREQ, ROLE_POWER_LIMIT,
	ROLE_GPU_CLOCK, ROLE_GPU_POWER, ROLE_PANEL_POWER, ROLE_CHARGE_TYPE, ROLE_GPU_LEVEL, ROLE_CHARGE_TYPES, ROLE_CHARGE_STOP, ROLE_CHARGE_START,
	ROLE_CONSERVATION, ROLE_START_MIN, ROLE_START_MAX, ROLE_RAISE,
};

struct control {
	const char *name, *unit, *path; /* path: NULL when it is no file */
	const char *scope;  /* what it is of: "policy0"; for all else "machine" */
	enum control_role role;
	int policy;         /* id, or -1 */
	int gpu;            /* its number, or -1 */
	unsigned channel;   /* its state, in the slow lane */
	unsigned signal;
	double min, max;    /* NaN when not known */
	struct choices choices;
	bool inverted;      /* the file's 1 means our 0 */
	bool writable;
	const char *why;    /* what forbids writing */
	int kept;           /* its file, while it stays open for writing; else -1 */
	bool asked;         /* we wrote it under this lease */
	char wanted[SETTING_ROOM], settled[SETTING_ROOM]; /* what we asked and what it then read back as */
};

/* The role as it is told to the engine. */
const char *control_role_name(enum control_role role);
/* A control, and the state signal and channel that read it back. The path is read; the result is valid until the next is added. */
struct control *control_add(struct machine *machine, const char *name, const char *scope, const char *unit, const char *path, enum control_role role);
/* A control whose file lists its words and has the one that holds in brackets. */
struct control *control_add_bracketed(struct machine *machine, const char *name, const char *scope, const char *path, enum control_role role);
/* A control of a GPU: set through nvidia-smi, not through a file; why forbids writing, or NULL. */
struct control *control_add_gpu(struct machine *machine, const char *name, const char *unit, enum control_role role, int gpu, const char *why);
/* A control of a policy without a file: the helper carries it out itself. */
struct control *control_add_own(struct machine *machine, const char *name, const char *scope, const char *unit, enum control_role role, int policy);
/* Forbids writing, unless something forbids it already. */
void control_forbid(struct control *control, const char *why);
void control_choices(struct machine *machine, struct control *control, const char *words);
struct control *control_find(const struct machine *machine, const char *name);
/* What the control's file reads now, as a number; 0 or -errno. */
int control_read_number(struct machine *machine, const struct control *control, int64_t *number);
/* The control's value now in normal form (a whole number or a word); 0 or -errno. Also updates its signal's value. */
int control_read(struct machine *machine, struct control *control, char setting[SETTING_ROOM]);
/* After all were added: control_find searches by name. */
void controls_sort(struct machine *machine);
#endif
