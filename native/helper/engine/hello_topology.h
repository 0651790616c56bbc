/* SPDX-License-Identifier: MIT */
/* The hello's `topology`. */
#ifndef LATTICE_HELLO_TOPOLOGY_H
#define LATTICE_HELLO_TOPOLOGY_H
struct json;
struct machine;

void topology_write(const struct machine *machine, struct json *json);
#endif
