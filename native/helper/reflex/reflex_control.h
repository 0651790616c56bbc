/* SPDX-License-Identifier: MIT */
/* The reflex as controls and signals of each policy, and what it makes of the policy's own two limits. */
#ifndef LATTICE_REFLEX_CONTROL_H
#define LATTICE_REFLEX_CONTROL_H
#include "machine/channel.h"
#include "sensors/sensor.h"

#include <stdbool.h>
#include <stdint.h>

struct changes;
struct control;
struct machine;

/* Is it one of the reflex's own three? */
bool reflex_owns(const struct control *control);
/* Does this control's value go through the reflex now? Its own do, and the limits of a policy whose reflex is on. */
bool reflex_governs(const struct machine *machine, const struct control *control);
/* The value of one of its own, as control_read(). */
int reflex_read(struct machine *machine, const struct control *control, char setting[SETTING_ROOM]);
/* What the limit that reads as `number` is to show: the engine's own value, while the file holds what the reflex made of it. */
int64_t reflex_shown(const struct machine *machine, const struct control *control, int64_t number);
/* Refuses start limits of which the minimum would be above the maximum. */
void reflex_check(struct changes *changes, const struct machine *machine);
/* Sets what reflex_governs(); 0 or -errno. */
int reflex_set(struct machine *machine, const struct control *control, const char *setting);

extern const struct sensor_class reflex_sensor;
#endif
