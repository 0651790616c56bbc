/* SPDX-License-Identifier: MIT */
/* What is announced by name: signals (values in a sample), controls (what may be written), and the channels and kept files behind them. */
#ifndef LATTICE_SIGNALS_H
#define LATTICE_SIGNALS_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct machine;

enum signal_kind { SIGNAL_COUNTER, SIGNAL_GAUGE, SIGNAL_STATE };
/* Which of the protocol's dead-bands a signal belongs to. */
enum band { BAND_NONE, BAND_BUSY, BAND_TEMPERATURE, BAND_CHANGE, BAND_PRESSURE, BAND_BUNCHING };
/* Channels are read with each sample, or once a second (what changes rarely or is dear to read). */
enum lane { LANE_FAST, LANE_SLOW };
enum { SETTING_ROOM = 64 };

struct choices {
	const char **words;
	unsigned count;
};

/* A raw kernel counter made monotone. */
struct counter {
	double total;
	uint64_t last;
	bool primed, carried;
};

struct signal {
	const char *name, *unit;
	enum signal_kind kind;
	enum band band;
	double nearest_trip; /* BAND_TEMPERATURE: the lowest plausible passive, hot or critical trip, NaN when none */
	struct choices choices;
	struct counter counter;
};

enum channel_form { FORM_NUMBER, FORM_COUNTER, FORM_CHOICE };

/* One file that gives one signal: value = offset + scale * number, NaN outside [low, high]. */
struct channel {
	unsigned file, signal;
	enum channel_form form;
	double scale, offset, low, high;
	uint64_t range; /* FORM_COUNTER: where the kernel's counter wraps, 0 when it does not */
};

/* In the order of safety in which they are written. */
enum control_role { ROLE_PLATFORM_PROFILE, ROLE_BOOST, ROLE_POLICY_BOOST, ROLE_GOVERNOR, ROLE_EPP, ROLE_MAX_FREQ, ROLE_MIN_FREQ, ROLE_POWER_LIMIT, ROLE_GPU_CLOCK, ROLE_GPU_POWER };

struct control {
	const char *name, *unit, *path; /* path: NULL for what is no file */
	enum control_role role;
	int policy;         /* id, or -1 */
	int gpu;            /* its number, or -1 */
	unsigned channel;   /* its state, in the slow lane */
	unsigned signal;
	double min, max;    /* NaN when not known */
	struct choices choices;
	bool inverted;      /* the file's 1 means our 0 (no_turbo) */
	bool writable;
	const char *why;    /* what forbids writing */
	bool asked;         /* we wrote it under this lease */
	char wanted[SETTING_ROOM], settled[SETTING_ROOM]; /* what we asked and what it then read back as */
};

unsigned signal_add(struct machine *machine, const char *name, const char *unit, enum signal_kind kind, enum band band);
struct channel channel_make(struct machine *machine, enum channel_form form, const char *path, unsigned signal, double scale);
/* Adds it to a lane of the machine; the result stays valid until the next is added. */
struct channel *channel_add(struct machine *machine, struct channel channel, enum lane lane);
/* A control and the state signal and channel that read it back. The path is read; the result stays valid until the next is added. */
struct control *control_add(struct machine *machine, const char *name, const char *unit, const char *path, enum control_role role);
/* A control of a GPU: set through nvidia-smi, not through a file; why forbids writing, or NULL. */
struct control *control_add_gpu(struct machine *machine, const char *name, const char *unit, enum control_role role, int gpu, const char *why);
void control_choices(struct machine *machine, struct control *control, const char *words);
struct control *control_find(const struct machine *machine, const char *name);
/* What the control's file reads now in normal form (a whole number or a word); 0 or -errno. Also brings its signal's value up to date. */
int control_read(struct machine *machine, struct control *control, char setting[SETTING_ROOM]);
void controls_sort(struct machine *machine);

void channel_read(struct machine *machine, struct channel *channel);
double counter_push(struct counter *counter, uint64_t raw, uint64_t range);
struct choices choices_parse(struct machine *machine, const char *words);
int choices_find(const struct choices *choices, const char *word);
void choices_append(struct machine *machine, struct choices *choices, const char *word);
#endif
