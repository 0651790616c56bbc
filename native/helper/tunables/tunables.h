/* SPDX-License-Identifier: MIT */
/* What can be set of the kernel's governor "lattice". Shared by all policies it is one control, so that no two policies can set it apart. */
#ifndef LATTICE_TUNABLES_H
#define LATTICE_TUNABLES_H
#include "machine/control.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct machine;

#define TUNABLES_GOVERNOR "lattice"

/* Adds the controls of the files that are there now. */
void tunables_probe(struct machine *machine);
bool tunables_role(enum control_role role);
/* The file of a control of that name ("policy0.young_us", or "young_us" where it is shared), whether or not it is there now; false where it is no tunable. */
bool tunables_path(const char *control, char *path, size_t room);
/* What changes when the folder comes or goes. */
uint64_t tunables_seen(const struct machine *machine);
#endif
