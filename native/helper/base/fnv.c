/* SPDX-License-Identifier: MIT */
/* The 64-bit variant: xor with the byte, then multiply by the FNV prime. */
#include "base/fnv.h"

uint64_t fnv_add(uint64_t hash, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
	return hash;
}
