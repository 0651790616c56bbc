/* SPDX-License-Identifier: MIT */
/* The dead-bands: does a sample say something that the engine should hear at once? */
#ifndef LATTICE_DEAD_BAND_H
#define LATTICE_DEAD_BAND_H
#include <stdbool.h>
#include <stdint.h>

struct json;
struct machine;
struct sampling;
struct signal;

/* Did a signal leave the dead-band of a quiet machine? Then samples are taken at the active rate. */
bool dead_band_quiet_crossed(const struct sampling *sampling, const struct machine *machine, uint64_t now);
/* Did a signal move since the last sample sent? Then this one is not held back. */
bool dead_band_steady_crossed(const struct sampling *sampling, const struct machine *machine, uint64_t now);
/* A signal's band by its numbers, as `band`; nothing when it has none. */
void dead_band_write(const struct signal *signal, struct json *json);
/* Remembers what was sent. */
void dead_band_note_sent(struct sampling *sampling, const struct machine *machine, uint64_t now);
#endif
