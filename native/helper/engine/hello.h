/* SPDX-License-Identifier: MIT */
/* The hello: everything this machine offers, by name. */
#ifndef LATTICE_HELLO_H
#define LATTICE_HELLO_H
#include <stdint.h>

struct helper;
struct json;
struct machine;

void hello_send(struct helper *helper);
void hello_write(const struct helper *helper, struct json *json);
/* A hash of everything in it that lasts: does a new description say something new? */
uint64_t hello_signature(struct machine *machine);
#endif
