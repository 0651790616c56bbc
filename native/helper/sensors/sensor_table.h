/* SPDX-License-Identifier: MIT */
/* All sensor classes, in the order of the hello. */
#ifndef LATTICE_SENSOR_TABLE_H
#define LATTICE_SENSOR_TABLE_H
struct sensor_class;

extern const struct sensor_class *const sensor_table[];
extern const unsigned sensor_count;
#endif
