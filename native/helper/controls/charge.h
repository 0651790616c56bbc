/* SPDX-License-Identifier: MIT */
/* How far batteries are charged. */
#ifndef LATTICE_CHARGE_H
#define LATTICE_CHARGE_H
#include "sensors/sensor.h"

#include <stdbool.h>

struct control;
struct machine;

extern const struct sensor_class charge_sensor;

/* Whether it is one of these: such a setting may be kept beyond the lease (changes/kept.h). */
bool charge_control(const struct control *control);
/* After a start was written: a stop of ours that it has moved is written again. */
void charge_hold_stop(struct machine *machine, const struct control *start);
#endif
