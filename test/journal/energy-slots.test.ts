import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EnergySlots } from '../../src/journal/energy-slots.js';
import type { EnergyRow } from '../../src/journal/entries.js';

const collect = (slots: EnergySlots, into = new Map<string, EnergyRow>()): Map<string, EnergyRow> => {
  for (const row of slots.drain()) into.set(`${row.domain} ${row.slot}`, row);
  return into;
};

describe('EnergySlots', () => {
  it('splits an interval over an edge by time', () => {
    const slots = new EnergySlots();
    slots.add('package0', 8000, 12_000, 4, 61.5);
    expect(slots.drain()).toEqual([
      {
        slot: 0,
        domain: 'package0',
        millijoules: 2000,
        measuredMs: 2000,
        maxMilliwatts: 1000,
        maxMillicelsius: 61_500,
      },
      {
        slot: 10_000,
        domain: 'package0',
        millijoules: 2000,
        measuredMs: 2000,
        maxMilliwatts: 1000,
        maxMillicelsius: 61_500,
      },
    ]);
  });

  it('gives each slot of a long interval its share', () => {
    const slots = new EnergySlots();
    slots.add('package0', 5000, 45_000, 40, null);
    expect(slots.drain().map(row => row.millijoules)).toEqual([5000, 10_000, 10_000, 10_000, 5000]);
  });

  it('gives a slot again, whole, when more of it is known, and only then', () => {
    const slots = new EnergySlots();
    slots.add('psys', 0, 1000, 3, null);
    slots.drain();
    expect(slots.drain()).toEqual([]);
    slots.add('psys', 1000, 2000, 5, 50);
    slots.add('psys', 2000, 3000, 1, 48);
    expect(slots.drain()).toEqual([
      { slot: 0, domain: 'psys', millijoules: 9000, measuredMs: 3000, maxMilliwatts: 5000, maxMillicelsius: 50_000 },
    ]);
  });

  it('carries what is below a millijoule into the next slot', () => {
    const slots = new EnergySlots();
    for (let i = 0; i < 10; i++) slots.add('core', i * 10_000, (i + 1) * 10_000, 0.0004, null);
    expect([...collect(slots).values()].map(row => row.millijoules)).toEqual([0, 0, 1, 0, 1, 0, 0, 1, 0, 1]);
  });

  it('carries what is below a microjoule into the next interval', () => {
    const slots = new EnergySlots();
    for (let i = 0; i < 4000; i++) slots.add('core', i, i + 1, 0.25e-6, null);
    expect(slots.drain()[0]?.millijoules).toBe(1);
  });

  it('keeps an interval of no length, measured for no time', () => {
    const slots = new EnergySlots();
    slots.add('core', 500, 500, 1, null);
    expect(slots.drain()).toMatchObject([{ slot: 0, millijoules: 1000, measuredMs: 0, maxMilliwatts: 0 }]);
  });

  it.each([
    ['NaN', Number.NaN],
    ['a negative energy', -1],
    ['an endless one', Number.POSITIVE_INFINITY],
  ])('leaves out %s', (_what, joules) => {
    const slots = new EnergySlots();
    slots.add('core', 0, 100, joules, null);
    expect(slots.drain()).toEqual([]);
  });

  it('adds to the newest slot when the clock was set back, so that no stored slot is replaced', () => {
    const slots = new EnergySlots();
    slots.add('core', 60_000, 61_000, 1, null);
    slots.drain();
    slots.add('core', 10_000, 11_000, 2, null);
    expect(slots.drain()).toMatchObject([{ slot: 60_000, millijoules: 3000, measuredMs: 2000 }]);
  });
});

interface Load {
  readonly start: number;
  /** Microjoules of each millisecond. */
  readonly power: readonly number[];
  readonly cuts: readonly number[];
  readonly drainAfter: readonly number[];
}

const load = fc.record<Load>({
  start: fc.integer({ min: 0, max: 1_800_000_000_000 }),
  power: fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 8 }),
  cuts: fc.array(fc.nat(40_000), { maxLength: 30 }),
  drainAfter: fc.array(fc.nat(30), { maxLength: 5 }),
});

const stretchMs = 5000;

/** Feeds the load cut at the given places (and wherever its power changes, so that each interval's power is even). */
function feed({ start, power, cuts, drainAfter }: Load): Map<string, EnergyRow> {
  const end = power.length * stretchMs;
  const edges = [...new Set([...power.map((_, i) => i * stretchMs), ...cuts.filter(cut => cut < end), end])].sort(
    (a, b) => a - b,
  );
  const slots = new EnergySlots();
  const stored = new Map<string, EnergyRow>();
  for (const [i, to] of edges.slice(1).entries()) {
    const from = edges[i] ?? 0;
    const microjoules = (power[Math.floor(from / stretchMs)] ?? 0) * (to - from);
    slots.add('package0', start + from, start + to, microjoules / 1e6, null);
    if (drainAfter.includes(i)) collect(slots, stored);
  }
  return collect(slots, stored);
}

const sum = (rows: Iterable<EnergyRow>, of: 'millijoules' | 'measuredMs'): number =>
  [...rows].reduce((total, row) => total + row[of], 0);

describe('conservation law', () => {
  it('gives the total rounded down to a millijoule, and all the time', () => {
    fc.assert(
      fc.property(load, each => {
        const rows = feed(each).values();
        const total = each.power.reduce((a, b) => a + b * stretchMs, 0);
        const stored = [...rows];
        expect(sum(stored, 'millijoules')).toBe(Math.floor(total / 1000));
        expect(sum(stored, 'measuredMs')).toBe(each.power.length * stretchMs);
      }),
    );
  });

  it('gives the same slots however the intervals were cut and the rows drained', () => {
    fc.assert(
      fc.property(load, each => {
        expect(feed(each)).toEqual(feed({ ...each, cuts: [], drainAfter: [] }));
      }),
    );
  });

  it('conserves intervals of any length, cut anywhere by slot edges', () => {
    const interval = fc.record({
      length: fc.double({ min: 0, max: 100_000, noNaN: true }),
      microjoules: fc.nat(2_000_000_000),
    });
    fc.assert(
      fc.property(fc.nat(), fc.array(interval, { maxLength: 20 }), (start, intervals) => {
        const slots = new EnergySlots();
        let at = start;
        for (const { length, microjoules } of intervals) {
          slots.add('x', at, at + length, microjoules / 1e6, null);
          at += length;
        }
        const total = intervals.reduce((a, b) => a + b.microjoules, 0);
        expect(sum(slots.drain(), 'millijoules')).toBe(Math.floor(total / 1000));
      }),
    );
  });
});
