/* SPDX-License-Identifier: MIT */
/* Which capabilities this process has, so that a refusal can be explained. */
#ifndef LATTICE_CAPABILITY_H
#define LATTICE_CAPABILITY_H
#include <stdbool.h>

/* Is this capability (CAP_* of linux/capability.h) effective? */
bool capability_effective(unsigned capability);
#endif
