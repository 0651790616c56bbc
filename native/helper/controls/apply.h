/* SPDX-License-Identifier: MIT */
/* The only door through which anything is written to sysfs. */
#ifndef LATTICE_APPLY_H
#define LATTICE_APPLY_H
#include "machine/machine.h"

/* One write(2) of a checked setting; 0 or -errno. */
int apply_setting(const struct machine *machine, const struct control *control, const char *setting);
#endif
