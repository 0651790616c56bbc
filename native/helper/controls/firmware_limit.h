/* SPDX-License-Identifier: MIT */
/* Is a maximum frequency limited by something that is no user: firmware, cooling, or boost being off? */
#ifndef LATTICE_FIRMWARE_LIMIT_H
#define LATTICE_FIRMWARE_LIMIT_H
#include <stdbool.h>
#include <stdint.h>

struct machine;
struct policy;

/* Is the policy's maximum below what its user asked for, because of the firmware's bios_limit or because boost is off? */
bool firmware_limit_on(struct machine *machine, const struct policy *policy);
/* Does a cooling device slow CPUs down? The kernel does not say which CPUs, so it concerns every policy. */
bool firmware_limit_by_cooling(struct machine *machine);
/* A number that changes with the states of cooling devices and with the policy's bios_limit. */
uint64_t firmware_limit_state(struct machine *machine, const struct policy *policy);
/* May the policy's maximum read this many kHz because cooling or bios_limit holds it down? */
bool firmware_limit_reads(struct machine *machine, const struct policy *policy, double khz);
#endif
