/* SPDX-License-Identifier: MIT */
/* Which capabilities this process holds, so that a refusal can be explained. */
#ifndef LATTICE_PERF_CAPS_H
#define LATTICE_PERF_CAPS_H

#include <stdbool.h>

/* Is this capability (CAP_* of linux/capability.h) effective? */
bool perf_caps_has(unsigned capability);

#endif
