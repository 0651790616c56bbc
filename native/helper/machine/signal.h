/* SPDX-License-Identifier: MIT */
/* A signal: a named value in each sample. */
#ifndef LATTICE_SIGNAL_H
#define LATTICE_SIGNAL_H
#include "machine/choices.h"
#include "machine/counter.h"

struct machine;

enum signal_kind { SIGNAL_COUNTER, SIGNAL_GAUGE, SIGNAL_STATE };
/* Which of the protocol's dead-bands a signal has. */
enum band { BAND_NONE, BAND_BUSY, BAND_TEMPERATURE, BAND_CHANGE, BAND_PRESSURE, BAND_BUNCHING };

struct signal {
	const char *name;
	const char *role;  /* what it is: "busy", "temperature" */
	const char *scope; /* what it is of: "cpu3", "zone.acpitz"; for all else "machine" */
	const char *unit;
	enum signal_kind kind;
	enum band band;
	double nearest_trip; /* BAND_TEMPERATURE: the lowest plausible passive, hot or critical trip; NaN when there is none */
	struct choices choices;
	struct counter counter;
};

/* Adds one as described; its name and scope are copied. Returns its index. */
unsigned signal_add(struct machine *machine, struct signal signal);
#endif
