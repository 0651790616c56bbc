/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A laptop with classic P-states: acpi-cpufreq binds, and its writes leave the guest through one debug port a CPU, whose
 * bytes QEMU appends to a file. The control value is the frequency in units of 100 MHz, so the file needs no table.
 */
#include "layout.h"

#define PSTATE(tenths, mw) Package () { (tenths * 100), mw, 10, 10, tenths, tenths }

#define PROCESSOR_PSTATES(cpu, port)                                       \
    Name (_PCT, Package () {                                               \
        ResourceTemplate () { Register (SystemIO, 8, 0, port) },           \
        ResourceTemplate () { Register (SystemIO, 8, 0, port) }            \
    })                                                                     \
    Name (_PSS, Package () {                                               \
        PSTATE (46, 15500), PSTATE (42, 10500), PSTATE (38, 7500),         \
        PSTATE (34, 5700), PSTATE (30, 4700), PSTATE (26, 3600),           \
        PSTATE (22, 2700), PSTATE (18, 2000), PSTATE (14, 1400),           \
        PSTATE (11, 1200), PSTATE (8, 900)                                 \
    })                                                                     \
    Method (_PPC, 0) { Return (PPCL) }                                     \
    Name (_PSD, Package () { Package () { 5, 0, cpu, 0xFD, 1 } })

DefinitionBlock ("", "SSDT", 2, "LATTIC", "RIGPSS", 1)
{
    External (\_SB.CPUS.C000, DeviceObj)
    External (\_SB.CPUS.C001, DeviceObj)

    Scope (\_SB) {
#include "laptop.asl.h"
    }

    Scope (\_SB.CPUS.C000) { PROCESSOR_PSTATES (0, 0x5C0) }
    Scope (\_SB.CPUS.C001) { PROCESSOR_PSTATES (1, 0x5C8) }
}
