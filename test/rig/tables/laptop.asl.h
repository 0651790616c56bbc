/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What both virtual laptops share: thermal zone, AC adapter, battery and power meter, all read from the shared page. */

OperationRegion (RIGP, SystemMemory, RIG_BASE, 0x100)
Field (RIGP, DWordAcc, NoLock, Preserve) {
    TEMP, 32, PWRM, 32, ACON, 32, BSTA, 32, BRAT, 32, BREM, 32, BVOL, 32, PPCL, 32,
    NSRC, 32, NPPC, 32
}

ThermalZone (TZ0) {
    Name (LSRC, 0)
    Name (LPPC, 0)

    /*
     * QEMU lets the host raise no GPE of ours, so the kernel's own polling of the temperature doubles as the interrupt:
     * when the host has bumped a notify counter, tell the drivers exactly as an embedded controller's query would.
     */
    Method (_TMP, 0, Serialized) {
        If (LSRC != NSRC) {
            LSRC = NSRC
            Notify (\_SB.AC, 0x80)
            Notify (\_SB.BAT0, 0x80)
        }
        If (LPPC != NPPC) {
            LPPC = NPPC
            Notify (\_SB.CPUS.C000, 0x80)
            Notify (\_SB.CPUS.C001, 0x80)
        }
        Return (TEMP)
    }

    /* Passive from 85 C, critical at 105 C, in tenths of kelvin. The kernel refuses a zone with _TSP above _TZP. */
    Name (_PSV, 3582)
    Name (_CRT, 3782)
    Name (_TZP, 5)
    Name (_TSP, 5)
    Name (_TC1, 2)
    Name (_TC2, 5)
    Name (_PSL, Package () { \_SB.CPUS.C000, \_SB.CPUS.C001 })
}

Device (AC) {
    Name (_HID, "ACPI0003")
    Name (_PCL, Package () { \_SB })
    Method (_STA, 0) { Return (0x0F) }
    Method (_PSR, 0) { Return (ACON) }
}

Device (BAT0) {
    Name (_HID, EisaId ("PNP0C0A"))
    Name (_UID, 1)
    Name (_PCL, Package () { \_SB })
    Method (_STA, 0) { Return (0x1F) }
    /* Unit mW, design 60 Wh, last full 57 Wh, rechargeable, 11.4 V, warning 5 Wh, low 2 Wh. */
    Name (_BIF, Package () { 0, 60000, 57000, 1, 11400, 5000, 2000, 10, 10, "VBAT", "0001", "LION", "LATTICE" })
    Method (_BST, 0) {
        Local0 = Package (4) { 0, 0, 0, 0 }
        Local0[0] = BSTA
        Local0[1] = BRAT
        Local0[2] = BREM
        Local0[3] = BVOL
        Return (Local0)
    }
}

Device (PMTR) {
    Name (_HID, "ACPI000D")
    Name (_UID, 0)
    /* Measures only (no cap, no trip notification), in mW, at most 95 W, sampled once a second. */
    Method (_PMC, 0) {
        Return (Package () { 0x1, 0, 100, 0, 95000, 1000, 1, 0, 0, 0, 0, "virtual", "0", "lattice" })
    }
    Method (_PMM, 0) { Return (PWRM) }
    Method (_PMD, 0) { Return (Package () { \_SB }) }
    Name (_GAI, 1000)
    Method (_PAI, 1) { Return (0) }
    Method (_PTP, 2) { Return (0) }
}
