import { expect, it } from 'vitest';
import { zoneTarget } from '../../../src/model/thermal-target.js';
import { type Report, seen } from '../../fixtures/seen-machine.js';
import { numbers } from '../../fixtures/trees/entry.js';
import { reportedTree } from '../../fixtures/trees/machines/reported.js';
import { thermal, type ZoneLayout } from '../../fixtures/trees/thermal.js';

const base = { count: 2, driver: 'intel_pstate', hardware: [800_000, 3_000_000] } as const;

interface Case {
  readonly report: Report;
  readonly machine: string;
  readonly zones: readonly ZoneLayout[];
  /** °C that trips ask for, by zone; absent: none is believed. */
  readonly targets?: readonly number[];
}

const acpitz = (temp: number, critical: number): ZoneLayout => ({
  type: 'acpitz',
  temp,
  trips: [{ type: 'critical', temp: critical }],
});

const cases: readonly Case[] = [
  {
    report: '0ry0n/Resource_Monitor#21',
    machine: 'a board whose ACPI zone stands at 16.8 degrees and is critical at 20.8',
    zones: [acpitz(16_800, 20_800)],
  },
  {
    report: 'intel/thermal_daemon#550',
    machine: 'a Core Ultra 7 270K with trips at 19.8 and 20.8 and others that are not set',
    zones: [
      {
        type: 'acpitz',
        temp: 16_800,
        trips: [
          { type: 'critical', temp: 20_800 },
          { type: 'hot', temp: 19_800 },
        ],
      },
      { type: 'acpitz', temp: 27_800, trips: [{ type: 'passive', temp: -274_000 }] },
      { type: 'x86_pkg_temp', temp: 45_000, trips: [{ type: 'passive', temp: -274_000 }] },
    ],
  },
  {
    report: 'intel/thermal_daemon#266',
    machine: 'a Spectre x360 with a hot and a critical trip at −273.25 and one that is meant',
    zones: [
      {
        type: 'TSKN',
        temp: 41_050,
        trips: [
          { type: 'passive', temp: 0 },
          { type: 'critical', temp: -273_250 },
          { type: 'hot', temp: -273_250 },
          { type: 'passive', temp: 60_050, hysteresis: 2000 },
        ],
      },
    ],
    targets: [58.05],
  },
  {
    report: 'intel/thermal_daemon#201',
    machine: 'an MSI GL63 whose package zone has two trips at 0',
    zones: [
      {
        type: 'x86_pkg_temp',
        temp: 50_000,
        trips: [
          { type: 'passive', temp: 0 },
          { type: 'passive', temp: 0 },
        ],
      },
    ],
  },
  {
    report: 'intel/thermal_daemon#231',
    machine: 'a laptop whose radio has trips at −32768 and whose package zone has none',
    zones: [
      acpitz(25_000, 107_000),
      {
        type: 'SEN2',
        temp: 40_050,
        trips: [
          { type: 'critical', temp: 126_050 },
          { type: 'hot', temp: 96_050 },
          { type: 'passive', temp: 80_050 },
          { type: 'active', temp: 65_050 },
        ],
      },
      { type: 'pch_skylake', temp: 43_000, trips: [{ type: 'critical', temp: 115_000 }] },
      { type: 'x86_pkg_temp', temp: 50_000, trips: [{ type: 'passive', temp: 0 }] },
      { type: 'iwlwifi_1', temp: 38_000, trips: numbers(8).map(() => ({ type: 'passive', temp: -32_768_000 })) },
    ],
    targets: [100, 78.05, 108],
  },
  {
    report: 'qualcomm-linux/kernel#1029',
    machine: 'a Qualcomm whose graphics part is slowed at 105 degrees by itself: the CPUs need not starve for it',
    zones: [
      { type: 'gpuss-0-thermal', temp: 105_000, trips: [{ type: 'passive', temp: 105_000 }] },
      { type: 'cpu0-0-top-thermal', temp: 70_000, trips: [{ type: 'critical', temp: 115_000 }] },
    ],
    targets: [108],
  },
  {
    report: 'radxa/kernel#536',
    machine: 'a Cubie A7S at 86 degrees with trips at 60',
    zones: ['cpul_thermal_zone', 'cpub_thermal_zone'].map(type => ({
      type,
      temp: 86_000,
      trips: [{ type: 'passive' as const, temp: 60_000 }],
    })),
    targets: [58, 58],
  },
];

it.each(cases)('$report: $machine', async ({ zones, targets = [] }) => {
  const { run } = await seen(reportedTree(base, thermal(zones)));
  expect(run.hello.topology.zones.flatMap(z => zoneTarget(z)?.celsius ?? [])).toEqual(targets);
});
