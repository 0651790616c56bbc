/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Where the virtual laptop's registers live. This file is the only place that says so: the ACPI tables, the guest modules
 * and the load player include it, and layout.ts reads the same #defines. Keep every value a plain hexadecimal literal.
 *
 * The pages lie in guest RAM that the kernel is told to leave alone (memmap=), and the host sees the same bytes in QEMU's
 * memory file. Each page has one writer, so neither side ever overwrites what the other just wrote.
 */
#ifndef RIG_LAYOUT_H
#define RIG_LAYOUT_H

#define RIG_BASE 0x3E000000
#define RIG_RESERVED 0x100000
#define RIG_PAGE_SIZE 0x1000
#define RIG_CPU_STRIDE 0x100
#define RIG_CPUS 0x2

/* Page 0, written by the host's physics. Deci-kelvin, mW, mWh, mV, uJ, kHz. */
#define RIG_TEMPERATURE 0x000
#define RIG_POWER 0x004
#define RIG_AC_ONLINE 0x008
#define RIG_BATTERY_STATE 0x00C
#define RIG_BATTERY_RATE 0x010
#define RIG_BATTERY_REMAINING 0x014
#define RIG_BATTERY_VOLTAGE 0x018
#define RIG_PPC 0x01C
#define RIG_NOTIFY_SOURCE 0x020
#define RIG_NOTIFY_PPC 0x024
#define RIG_ENERGY_PACKAGE 0x030
#define RIG_ENERGY_CORE 0x038
#define RIG_ENERGY_RANGE 0x040

/* Page 0, one block a CPU from RIG_HOST_CPU on. */
#define RIG_HOST_CPU 0x100
#define RIG_HIGHEST_PERF 0x00
#define RIG_NOMINAL_PERF 0x04
#define RIG_NONLINEAR_PERF 0x08
#define RIG_LOWEST_PERF 0x0C
#define RIG_REFERENCE_COUNTER 0x10
#define RIG_DELIVERED_COUNTER 0x18
#define RIG_CYCLES 0x20
#define RIG_INSTRUCTIONS 0x28
#define RIG_CACHE_MISSES 0x30
#define RIG_STALLED_BACKEND 0x38
#define RIG_REF_CYCLES 0x40
#define RIG_FREQUENCY 0x48

/* Page 1, written by the guest: its kernel's drivers, our modules and the load player. */
#define RIG_GUEST_PAGE 0x1000
#define RIG_POWER_LIMIT 0x1020
#define RIG_TIME_WINDOW 0x1028

/* Page 1, one block a CPU from RIG_GUEST_CPU on. */
#define RIG_GUEST_CPU 0x1100
#define RIG_DESIRED_PERF 0x00
#define RIG_MIN_PERF 0x04
#define RIG_MAX_PERF 0x08
#define RIG_CPPC_ENABLE 0x0C
#define RIG_AUTO_SELECT 0x10
#define RIG_EPP 0x14
#define RIG_LOAD_BUSY_NS 0x40
#define RIG_LOAD_WAKES 0x48
#define RIG_LOAD_MEMORY_PERMILLE 0x50
#define RIG_LOAD_SCORED 0x54
/* CPU time of all tasks, 0 until virtual_power counts it, and whether one runs now. */
#define RIG_TASKS_BUSY_NS 0x58
#define RIG_TASKS_RUNNING 0x80
/* CPU time of each load that shares the CPU, in RIG_LOADS words of 8 bytes. */
#define RIG_LOAD_OWN_NS 0x60
#define RIG_LOADS 0x4

#endif
