/* SPDX-License-Identifier: MIT */
/* FNV-1a: a hash that tells whether a text changed. */
#ifndef LATTICE_FNV_H
#define LATTICE_FNV_H
#include <stddef.h>
#include <stdint.h>

#define FNV_START UINT64_C(14695981039346656037)

uint64_t fnv_add(uint64_t hash, const char *text, size_t length);
#endif
