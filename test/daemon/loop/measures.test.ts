import { describe, expect, it } from 'vitest';
import { type Asked, Measures } from '../../../src/daemon/loop/measures.js';
import type { SlotRow } from '../../../src/journal/write-model.js';
import type { Description } from '../../../src/model/description.js';
import { celsius, kilohertz, watts } from '../../../src/model/units.js';
import { machineOf, readingOf, type Said } from '../read.js';

const found = (kept: number, broken: number, keptD = 0, brokenD = 0): Asked['verdicts'] => {
  return { kept, broken, answers: { kept: keptD, broken: brokenD } };
};
const asked: Asked = { mode: 'govern', profile: 'balanced', promise: 'percent', verdicts: found(0, 0) };

function told(machine: Description, ...all: readonly Said[]): Map<string, SlotRow> {
  const measures = new Measures();
  for (const [i, said] of all.entries()) {
    measures.follow(readingOf({ at: i, ...said }), 100_000 + (i + 1) * 1000, machine, asked);
  }
  const rows = measures.slots.drain().filter(row => row.series.kind !== 'promise');
  return new Map(rows.map(row => [`${row.series.kind} ${row.series.name} ${row.under.source}`, row]));
}

describe('Measures', () => {
  it('keeps energy, and heat by zone and of the hottest', () => {
    const rows = told(
      machineOf(0),
      { watts: { package0: 5, psys: 9 }, celsius: { cpu: 60, nvme: 40 } },
      { celsius: { cpu: 30, nvme: 41 } },
    );
    expect(rows.get('energy package0 mains')).toMatchObject({
      slot: 100_000,
      integral: 5000,
      measuredMs: 1000,
      max: 5000,
    });
    expect(rows.get('energy psys mains')).toMatchObject({ integral: 9000 });
    expect(rows.get('temperature cpu mains')).toMatchObject({
      integral: 90e6,
      measuredMs: 2000,
      min: 30_000,
      max: 60_000,
    });
    expect(rows.get('temperature hottest mains')).toMatchObject({ integral: 101e6, min: 41_000, max: 60_000 });
  });

  it('knows no hottest zone where none can be read', () => {
    expect([...told(machineOf(0), { watts: { package0: 1 } }).keys()]).toEqual(['energy package0 mains']);
  });

  it('keeps the frequency of each package, and how long it was in which band', () => {
    const rows = told(
      machineOf(4),
      { khz: [800_000, 1_600_000, 4_000_000, undefined] },
      { khz: [800_000, 900_000, 3_999_000, 3_999_000] },
    );
    expect(rows.get('frequency package0 mains')).toMatchObject({
      integral: 2_050_000_000,
      min: 850_000,
      max: 1_200_000,
    });
    const residency = [...rows].filter(([key]) => key.startsWith('residency'));
    expect(residency.map(([key, row]) => [key, row.integral])).toEqual([
      ['residency package0 800-1200 MHz mains', 1500],
      ['residency package0 1600-2000 MHz mains', 500],
      ['residency package1 4000-4400 MHz mains', 1000],
      ['residency package1 3600-4000 MHz mains', 1000],
    ]);
  });

  it('tells how long a package was throttled: the second that a count stands for, in pieces', () => {
    const count = (n: number, interval = 0.3): Said => ({ interval, states: { 'package0.throttles': n } });
    const rows = told(
      machineOf(1, ['package0.throttles']),
      count(7),
      count(8),
      count(8),
      count(8),
      count(8),
      count(8, 5),
    );
    expect(rows.get('throttled package0 mains')).toMatchObject({ integral: 1000, measuredMs: 6500 });
  });

  it('says nothing of throttling where nobody counts it', () => {
    expect([...told(machineOf(1), { interval: 1, states: { 'package0.throttles': 1 } }).keys()]).toEqual([]);
  });

  it('keeps what went out of the battery and into it, and what it holds when full', () => {
    const machine = machineOf(0, ['supply.BAT0.energy', 'supply.BAT0.capacity']);
    const states = { 'supply.BAT0.energy': 20_000_000, 'supply.BAT0.capacity': 40 };
    const rows = told(
      machine,
      { battery: 10, onMains: false, states },
      { battery: -20, states: { ...states, 'supply.BAT0.capacity': 5 } },
    );
    expect(rows.get('energy battery.out battery')).toMatchObject({ integral: 10_000 });
    expect(rows.get('energy battery.in battery')).toMatchObject({ integral: 0, measuredMs: 1000 });
    expect(rows.get('energy battery.in mains')).toMatchObject({ integral: 20_000 });
    expect(rows.get('capacity BAT0 battery')).toMatchObject({ min: 50_000, max: 50_000 });
    expect(rows.has('capacity BAT0 mains')).toBe(false);
  });

  it('believes a battery that says what it holds when full', () => {
    const machine = machineOf(0, ['supply.BAT0.full', 'supply.BAT0.energy', 'supply.BAT0.capacity']);
    const states = { 'supply.BAT0.full': 57_000_000, 'supply.BAT0.energy': 648_067_200, 'supply.BAT0.capacity': 87 };
    const rows = told(machine, { battery: 25, onMains: false, states });
    expect(rows.get('capacity BAT0 battery')).toMatchObject({ min: 57_000, max: 57_000 });
  });

  it('keeps what a GPU says of itself, and leaves out what it does not', () => {
    const silent = {
      busy: undefined,
      memoryBusy: undefined,
      memoryClock: undefined,
      powerLimit: undefined,
      pstate: undefined,
    };
    const gpu = {
      ...silent,
      id: 1,
      uuid: 'u',
      name: 'n',
      power: watts(30),
      temperature: celsius(70),
      clock: kilohertz(1_500_000),
    };
    const dumb = { ...gpu, id: 0, power: undefined, temperature: undefined, clock: undefined, throttle: undefined };
    const rows = told(
      machineOf(0),
      { gpus: [{ ...gpu, throttle: 0x41 }, dumb] },
      { gpus: [{ ...gpu, throttle: 1 }, dumb] },
    );
    expect([...rows].map(([key, row]) => [key, row.integral])).toEqual([
      ['energy gpu1 mains', 60_000],
      ['temperature gpu1 mains', 140e6],
      ['frequency gpu1 mains', 3e9],
      ['throttled gpu1 mains', 1000],
    ]);
  });

  it('leaves out what spans a sleep', () => {
    expect(told(machineOf(0), { suspended: 5, watts: { package0: 1 } }).size).toBe(0);
  });
});

describe('of the promise, Measures', () => {
  const second = (measures: Measures, i: number, asked: Asked, raises?: readonly (number | undefined)[]) => {
    const reading = readingOf({ khz: raises?.map(() => undefined) ?? [] });
    const policies = reading.policies.map((p, n) => ({ ...p, raises: raises?.[n] }));
    measures.follow({ ...reading, policies }, 100_000 + (i + 1) * 1000, machineOf(4), asked);
  };
  const kept = (measures: Measures) =>
    measures.slots.drain().map(row => [`${row.series.kind} ${row.series.name}`, row.integral, row.measuredMs]);

  it('keeps how long which one was in force, and what applications found of it since the last tick', () => {
    const measures = new Measures();
    second(measures, 0, asked);
    second(measures, 1, { ...asked, verdicts: found(3, 1) });
    second(measures, 2, { ...asked, promise: 'milliseconds', verdicts: found(3, 2) });
    expect(kept(measures)).toEqual([
      ['promise percent', 2000, 2000],
      ['heartbeats kept in percent', 3, 1000],
      ['heartbeats broken in percent', 1, 1000],
      ['promise milliseconds', 1000, 1000],
      ['heartbeats kept in milliseconds', 0, 1000],
      ['heartbeats broken in milliseconds', 1, 1000],
    ]);
  });

  it('counts what answers found of D', () => {
    const measures = new Measures();
    second(measures, 0, { ...asked, verdicts: found(0, 0, 4, 1) });
    second(measures, 1, { ...asked, verdicts: found(0, 0, 6, 1) });
    expect(kept(measures)).toEqual([
      ['promise percent', 2000, 2000],
      ['heartbeats answers kept', 6, 2000],
      ['heartbeats answers broken', 1, 2000],
    ]);
  });

  it('counts the raises of each package where they are counted', () => {
    const measures = new Measures();
    second(measures, 0, asked, [2, 3, undefined, undefined]);
    second(measures, 1, asked, [0, 1, undefined, undefined]);
    expect(kept(measures)).toEqual([
      ['promise percent', 2000, 2000],
      ['raises package0', 6, 2000],
    ]);
  });
});
