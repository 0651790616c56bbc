/* SPDX-License-Identifier: MIT */
/* The only place that writes to sysfs. */
#ifndef LATTICE_APPLY_H
#define LATTICE_APPLY_H
struct control;
struct machine;

/* One write(2) of a checked setting; 0 or -errno. */
int apply_setting(const struct machine *machine, const struct control *control, const char *setting);
#endif
