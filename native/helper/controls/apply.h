/* SPDX-License-Identifier: MIT */
/* The only place that writes to sysfs. */
#ifndef LATTICE_APPLY_H
#define LATTICE_APPLY_H
struct control;
struct machine;

/* One write(2) of a checked setting; 0 or -errno. */
int apply_setting(const struct machine *machine, const struct control *control, const char *setting);
/* The same for a control that is written often: its file stays open. Not for an inverted one. */
int apply_kept(const struct machine *machine, struct control *control, const char *setting);
void apply_close(struct control *control);
#endif
