/* SPDX-License-Identifier: MIT */
/* What the engine asks for. */
#ifndef LATTICE_REQUEST_H
#define LATTICE_REQUEST_H
#include <stddef.h>

struct helper;

void request_handle(struct helper *helper, const char *text, size_t length);
#endif
