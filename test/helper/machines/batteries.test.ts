import { expect, it } from 'vitest';
import { injectorForTest } from '../../fixtures/errno/injector.js';
import { type Report, seen } from '../../fixtures/seen-machine.js';
import { supplies } from '../../fixtures/trees/devices.js';
import { reportedTree } from '../../fixtures/trees/machines/reported.js';

const base = { count: 2, driver: 'intel_pstate', hardware: [400_000, 3_000_000] } as const;

interface Case {
  readonly report: Report;
  readonly machine: string;
  readonly battery: Parameters<typeof supplies>[0][string];
  /** W out of the battery, less than 0 into it; undefined where nothing tells. */
  readonly watts: number | undefined;
  /** Wh in it and in a full one; null where what it says is nonsense. */
  readonly holds?: number | null;
  readonly full?: number;
  /** What it says of itself, %. */
  readonly capacity?: number;
  /** % of what it was made for, and how often it was charged; null where what it says is nonsense or nothing. */
  readonly health?: number | null;
  readonly cycles?: number | null;
}

const cases: readonly Case[] = [
  {
    report: 'mjkillough/cnx#31',
    machine: 'a Dell that counts charge: 4723 of 4804 mAh are 98 % in Wh as well',
    battery: {
      status: 'Discharging',
      voltage_min_design: 11_400_000,
      voltage_now: 12_600_000,
      current_now: 756_000,
      charge_full_design: 4_912_000,
      charge_full: 4_804_000,
      charge_now: 4_723_000,
      capacity: 98,
    },
    watts: 9.5256,
    holds: 4.723 * 11.4,
    full: 4.804 * 11.4,
    health: 97.8,
    cycles: null,
  },
  {
    report: 'fastfetch-cli/fastfetch#118',
    machine: 'another Dell, charging',
    battery: {
      status: 'Charging',
      voltage_min_design: 11_400_000,
      voltage_now: 12_729_000,
      current_now: 413_000,
      charge_full_design: 4_474_000,
      charge_full: 3_750_000,
      charge_now: 3_692_000,
      capacity: 98,
    },
    watts: -0.413 * 12.729,
    holds: 3.692 * 11.4,
    full: 3.75 * 11.4,
    health: 83.82,
  },
  {
    report: 'linrunner/TLP#320',
    machine: 'a GPD Pocket whose battery holds more than it was made for',
    battery: {
      status: 'Discharging',
      scope: 'System',
      voltage_now: 3_640_000,
      current_now: 103_584,
      charge_full_design: 6_873_000,
      charge_full: 7_935_000,
      charge_now: 4_221_500,
      cycle_count: 1471,
      capacity: 53,
    },
    watts: 0.103584 * 3.64,
    holds: 4.2215 * 3.64,
    full: 7.935 * 3.64,
    health: null,
    cycles: 1471,
  },
  {
    report: 'ak-rex/ClockworkPi-linux#8',
    machine: 'a uConsole whose driver says 0 W while 5 W are drawn (as 1.25 A of 4 V)',
    battery: { status: 'Discharging', power_now: 0, current_now: 1_250_000, voltage_now: 4_000_000 },
    watts: 5,
  },
  {
    report: 'fenrus75/powertop#81',
    machine: 'an EliteBook 735 whose current cannot be read: unknown, not 0 W',
    battery: { status: 'Discharging', voltage_now: 11_140_000, current_now: '' },
    watts: undefined,
  },
  {
    report: 'i3/i3#775',
    machine: 'a ThinkPad battery that is charged to 100.26 %',
    battery: {
      status: 'Unknown',
      voltage_min_design: 11_100_000,
      voltage_now: 12_868_000,
      power_now: 0,
      energy_full_design: 93_600_000,
      energy_full: 93_550_000,
      energy_now: 93_790_000,
    },
    watts: 0,
    holds: 93.79,
    full: 93.55,
    health: 99.95,
  },
  {
    report: 'linrunner/TLP#330',
    machine: 'a battery with more than its design in it',
    battery: {
      status: 'Full',
      power_now: 0,
      energy_full_design: 93_960_000,
      energy_full: 94_860_000,
      energy_now: 94_860_000,
    },
    watts: 0,
    holds: 94.86,
    full: 94.86,
    health: 100.96,
  },
  {
    report: 'teleshoes/tpacpi-bat#96',
    machine: 'a ThinkPad that tells power and no current',
    battery: {
      status: 'Discharging',
      capacity: 61,
      power_now: 5_156_000,
      energy_full: 46_590_000,
      energy_full_design: 45_280_000,
      energy_now: 23_600_000,
    },
    watts: 5.156,
    holds: 23.6,
    full: 46.59,
    health: 102.89,
  },
  {
    report: 'AsahiLinux/linux#522',
    machine: 'a MacBook whose gauge is at 652 % of its full',
    battery: {
      status: 'Discharging',
      capacity: 100,
      charge_now: 34_067_000,
      charge_full: 5_225_000,
      energy_now: 388_363_800,
      energy_full: 59_565_000,
    },
    watts: undefined,
    holds: null,
    full: 59.565,
  },
  {
    report: 'i3/i3status#244',
    machine: 'a Pinebook that tells how full it is and nothing else',
    battery: { status: 'Discharging', voltage_now: 3_721_000, temp: 300, capacity: 54 },
    watts: undefined,
    holds: null,
    capacity: 54,
  },
  {
    report: 'baskerville/sutils#13',
    machine: 'an old battery that is full at 106 %',
    battery: { status: 'Full', capacity: 106, power_now: 0 },
    watts: 0,
    capacity: 100,
  },
  {
    report: 'geokb/yabar#157',
    machine: 'an XPS 15 at 103 %, with 11.4 mW left of the charging',
    battery: { status: 'Full', capacity: 103, power_now: 11_400 },
    watts: 0.0114,
    capacity: 100,
  },
];

it.each(cases)('$report: $machine', async ({ battery, watts, holds, full, capacity, health, cycles }) => {
  const { run, reading } = await seen(
    reportedTree(base, supplies({ BAT0: { type: 'Battery', present: 1, ...battery } })),
  );
  if (watts === undefined) expect(reading.batteryPower).toBeUndefined();
  else expect(reading.batteryPower).toBeCloseTo(watts, 4);
  const wattHours = (what: string): number => (run.value(`supply.BAT0.${what}`) ?? Number.NaN) / 1e6;
  if (holds === null) expect(wattHours('energy')).toBeNaN();
  else if (holds !== undefined) expect(wattHours('energy')).toBeCloseTo(holds, 4);
  if (capacity !== undefined) expect(run.value('supply.BAT0.capacity')).toBe(capacity);
  if (full !== undefined) expect(wattHours('full')).toBeCloseTo(full, 4);
  const told = (what: string): number => run.value(`supply.BAT0.${what}`) ?? Number.NaN;
  if (health === null) expect(told('health')).toBeNaN();
  else if (health !== undefined) expect(told('health')).toBeCloseTo(health, 1);
  if (cycles === null) expect(told('cycle_count')).toBeNaN();
  else if (cycles !== undefined) expect(told('cycle_count')).toBe(cycles);
});

it.each([
  ['a design of nothing', { energy_full: 50_000_000, energy_full_design: 0 }],
  ['a design of less than nothing', { energy_full: -1, energy_full_design: -1 }],
  ['a full charge of nothing', { energy_full: 0, energy_full_design: 50_000_000 }],
  ['the word of ACPI for unknown', { energy_full: 50_000_000, energy_full_design: 4_294_967_295 }],
  ['half as much again as its design', { energy_full: 75_000_000, energy_full_design: 50_000_000 }],
  ['cycles: none', { cycle_count: 0 }],
  ['cycles: less than none', { cycle_count: -1 }],
  ['cycles: the word of ACPI for unknown', { cycle_count: 4_294_967_295 }],
  ['cycles: no number', { cycle_count: 'N/A' }],
])('%s is not told', async (_, battery) => {
  const { run } = await seen(reportedTree(base, supplies({ BAT0: { type: 'Battery', present: 1, ...battery } })));
  const { samples, hello } = run;
  const last = samples.at(-1)?.values ?? [];
  const told = hello.signals.flatMap(({ role }, i) =>
    ['health', 'cycle_count'].includes(role) && Number.isFinite(last[i]) ? [role] : [],
  );
  expect(told).toEqual([]);
  expect(hello.signals.map(s => s.role)).toContain('cycle_count' in battery ? 'cycle_count' : 'health');
});

it('of a gauge that has its energy wrong the charge tells, without a voltage', async () => {
  const battery = {
    ...{ energy_full: 50_000_000, energy_full_design: 0 },
    ...{ charge_full: 3_000_000, charge_full_design: 4_000_000 },
  };
  const { run } = await seen(reportedTree(base, supplies({ BAT0: { type: 'Battery', present: 1, ...battery } })));
  expect(run.value('supply.BAT0.health')).toBe(75);
});

it('ValveSoftware/SteamOS#1642: a Steam Deck that is full and plugged in answers ENODEV, and no power is told', async () => {
  const battery = {
    type: 'Battery',
    present: 1,
    status: 'Full',
    capacity: 100,
    voltage_now: 8_700_000,
    current_now: 0,
  };
  const tree = reportedTree(base, supplies({ ACAD: { type: 'Mains', online: 1 }, BAT1: battery }));
  const { reading } = await seen(tree, { injector: injectorForTest(tree, ['refuse read *current_now ENODEV']) });
  expect(reading.batteryPower).toBeUndefined();
  expect(reading).toMatchObject({ onMains: true, sourceWhy: 'ACAD is online' });
});
