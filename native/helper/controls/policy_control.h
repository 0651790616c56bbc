/* SPDX-License-Identifier: MIT */
/* A control of a cpufreq policy. */
#ifndef LATTICE_POLICY_CONTROL_H
#define LATTICE_POLICY_CONTROL_H
#include "machine/control.h"

struct machine;
struct policy;

/* "policyN.ROLE"; not writable while all CPUs of the policy are offline. */
struct control *policy_control_add(struct machine *machine, const struct policy *policy, const char *unit, const char *path, enum control_role role);
#endif
