/* SPDX-License-Identifier: MIT */
/* What a restore has to know of files that come and go with the governor. */
#ifndef LATTICE_TUNABLES_BASELINE_H
#define LATTICE_TUNABLES_BASELINE_H
#include <stdbool.h>

struct baseline;
struct change;
struct control;
struct machine;

/* Is it a tunable that came with our choice of the governor? Then putting the governor back is enough. */
bool tunables_ours(const struct baseline *baseline, struct machine *machine, const struct control *control);
/* Whether writing this governor takes the tunable away, and with it what was set. */
bool tunables_follow(const struct control *tunable, const struct control *governor);
/* Restores a tunable that the description lacks, as it was made while another governor was there. false: it is no tunable. */
bool tunables_restore(struct change *change, const struct machine *machine);
/* Its file went with the governor: no failure, and nothing to tell. Where the governor did not come back that is the failure. */
void tunables_gone(struct change *change);
#endif
