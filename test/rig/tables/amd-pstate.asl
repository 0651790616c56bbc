/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A Zen laptop whose CPPC registers are words of the shared page: amd-pstate-epp binds to it with setcpuid=hw_pstate. */
#include "layout.h"

#define REGISTER(bits, address) ResourceTemplate () { Register (SystemMemory, bits, 0, address, 3) }
#define ABSENT ResourceTemplate () { Register (SystemMemory, 0, 0, 0, 0) }
#define HOST(cpu, reg) ((RIG_BASE + RIG_HOST_CPU) + ((cpu * RIG_CPU_STRIDE) + reg))
#define GUEST(cpu, reg) ((RIG_BASE + RIG_GUEST_CPU) + ((cpu * RIG_CPU_STRIDE) + reg))

/* Revision 3: 23 entries. The last three: reference perf, lowest and nominal MHz (20 MHz per unit of perf). */
#define PROCESSOR_CPPC(cpu)                          \
    Name (_CPC, Package () {                         \
        23, 3,                                       \
        REGISTER (32, HOST (cpu, RIG_HIGHEST_PERF)), \
        REGISTER (32, HOST (cpu, RIG_NOMINAL_PERF)), \
        REGISTER (32, HOST (cpu, RIG_NONLINEAR_PERF)), \
        REGISTER (32, HOST (cpu, RIG_LOWEST_PERF)),  \
        ABSENT,                                      \
        REGISTER (32, GUEST (cpu, RIG_DESIRED_PERF)), \
        REGISTER (32, GUEST (cpu, RIG_MIN_PERF)),    \
        REGISTER (32, GUEST (cpu, RIG_MAX_PERF)),    \
        ABSENT, ABSENT, ABSENT,                      \
        REGISTER (64, HOST (cpu, RIG_REFERENCE_COUNTER)), \
        REGISTER (64, HOST (cpu, RIG_DELIVERED_COUNTER)), \
        ABSENT,                                      \
        REGISTER (32, GUEST (cpu, RIG_CPPC_ENABLE)), \
        REGISTER (32, GUEST (cpu, RIG_AUTO_SELECT)), \
        ABSENT,                                      \
        REGISTER (32, GUEST (cpu, RIG_EPP)),         \
        150, 800, 3000                               \
    })                                               \
    Name (_PSD, Package () { Package () { 5, 0, cpu, 0xFD, 1 } })

DefinitionBlock ("", "SSDT", 2, "LATTIC", "RIGCPPC", 1)
{
    External (\_SB.CPUS.C000, DeviceObj)
    External (\_SB.CPUS.C001, DeviceObj)

    Scope (\_SB.CPUS.C000) { PROCESSOR_CPPC (0) }
    Scope (\_SB.CPUS.C001) { PROCESSOR_CPPC (1) }

    Scope (\_SB) {
        /* Grants whatever the OS asks for. Without it the kernel holds CPPC in system memory for unsupported: ENOTSUPP. */
        Method (_OSC, 4) { Return (Arg3) }

#include "laptop.asl.h"
    }
}
