import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Slots } from '../../../src/journal/rollup/slots.js';
import type { Conditions, Series, SlotRow } from '../../../src/journal/write-model.js';
import { energy, package0, under } from '../support.js';

const keyOf = ({ slot, part, under: { source } }: SlotRow): string => `${slot} ${part} ${source}`;
const collect = (slots: Slots, into = new Map<string, SlotRow>()): Map<string, SlotRow> => {
  for (const row of slots.drain()) into.set(keyOf(row), row);
  return into;
};
const between = (from: number, to: number) => ({ from, to });
const onBattery: Conditions = { ...under, source: 'battery' };
const zone: Series = { kind: 'temperature', name: 'cpu' };

describe('Slots', () => {
  it('splits an interval over an edge by time', () => {
    const slots = new Slots();
    slots.energy(package0, under, between(8000, 12_000), 4);
    const half = { integral: 2000, measuredMs: 2000, min: 1000, max: 1000 };
    expect(slots.drain()).toEqual([energy({ slot: 0, ...half }), energy({ slot: 10_000, ...half })]);
  });

  it('gives each slot of a long interval its share', () => {
    const slots = new Slots();
    slots.energy(package0, under, between(5000, 45_000), 40);
    expect(slots.drain().map(row => row.integral)).toEqual([5000, 10_000, 10_000, 10_000, 5000]);
  });

  it('gives a slot again, whole, when more of it is known, and only then', () => {
    const slots = new Slots();
    slots.energy(package0, under, between(0, 1000), 3);
    slots.drain();
    expect(slots.drain()).toEqual([]);
    slots.energy(package0, under, between(1000, 2000), 5);
    slots.energy(package0, under, between(2000, 3000), 1);
    expect(slots.drain()).toEqual([energy({ slot: 0, integral: 9000, measuredMs: 3000, min: 1000, max: 5000 })]);
  });

  it('counts events whole, in the slot in which their interval ends, and measures the whole interval', () => {
    const slots = new Slots();
    const raises: Series = { kind: 'raises', name: 'package0' };
    slots.count(raises, under, between(0, 1000), 2);
    slots.count(raises, under, between(9000, 12_000), 5);
    slots.count(raises, under, between(12_000, 13_000), Number.NaN);
    expect(slots.drain().map(row => [row.slot, row.integral, row.measuredMs, row.min, row.max])).toEqual([
      [0, 2, 2000, null, null],
      [10_000, 5, 2000, null, null],
    ]);
  });

  it('carries what is below a millijoule into the next slot', () => {
    const slots = new Slots();
    for (let i = 0; i < 10; i++) slots.energy(package0, under, between(i * 10_000, (i + 1) * 10_000), 0.0004);
    expect([...collect(slots).values()].map(row => row.integral)).toEqual([0, 0, 1, 0, 1, 0, 0, 1, 0, 1]);
  });

  it('carries what is below a microjoule into the next interval', () => {
    const slots = new Slots();
    for (let i = 0; i < 4000; i++) slots.energy(package0, under, between(i, i + 1), 0.25e-6);
    expect(slots.drain()[0]?.integral).toBe(1);
  });

  it('keeps an interval of no length, measured for no time', () => {
    const slots = new Slots();
    slots.energy(package0, under, between(500, 500), 1);
    expect(slots.drain()).toMatchObject([{ slot: 0, integral: 1000, measuredMs: 0, min: null, max: null }]);
  });

  it.each([
    ['NaN', Number.NaN],
    ['a negative energy', -1],
    ['an endless one', Number.POSITIVE_INFINITY],
  ])('leaves out %s', (_what, joules) => {
    const slots = new Slots();
    slots.energy(package0, under, between(0, 100), joules);
    slots.gauge(zone, under, between(0, 100), joules === -1 ? Number.NaN : joules);
    expect(slots.drain()).toEqual([]);
  });

  it('integrates a gauge over time, with its least and greatest value', () => {
    const slots = new Slots();
    slots.gauge(zone, under, between(0, 1000), 50_000);
    slots.gauge(zone, under, between(1000, 12_000), -2000.4);
    const figures = { series: zone, min: -2000, max: 50_000 };
    expect(slots.drain()).toEqual([
      energy({ ...figures, slot: 0, integral: 50e6 - 18e6, measuredMs: 10_000 }),
      energy({ ...figures, slot: 10_000, integral: -4e6, measuredMs: 2000, max: -2000 }),
    ]);
  });

  it('tells time spent from time watched', () => {
    const throttled: Series = { kind: 'throttled', name: 'package0' };
    const slots = new Slots();
    slots.time(throttled, under, between(0, 4000), 0);
    slots.time(throttled, under, between(4000, 6000), 1000);
    expect(slots.drain()).toMatchObject([{ integral: 1000, measuredMs: 6000, min: null, max: null }]);
  });

  it('keeps conditions apart, also when they come back within the slot', () => {
    const slots = new Slots();
    const stored = new Map<string, SlotRow>();
    for (const [i, each] of [under, onBattery, under, onBattery].entries()) {
      slots.energy(package0, each, between(i * 1000, (i + 1) * 1000), 1.0004);
      collect(slots, stored);
    }
    expect([...stored.values()]).toMatchObject([
      { under, integral: 2001, measuredMs: 2000 },
      { under: onBattery, integral: 2000, measuredMs: 2000 },
    ]);
  });

  it('adds a time before the newest slot to that one, so that no stored slot is replaced', () => {
    const slots = new Slots();
    slots.energy(package0, under, between(60_000, 61_000), 1);
    slots.drain();
    slots.energy(package0, under, between(10_000, 11_000), 2);
    expect(slots.drain()).toMatchObject([{ slot: 60_000, integral: 3000, measuredMs: 2000, part: 0 }]);
  });

  it('begins anew when the clock was set back, and loses nothing', () => {
    const slots = new Slots();
    slots.energy(package0, under, between(60_000, 61_000), 1.0006);
    slots.setBack();
    slots.energy(package0, under, between(10_000, 11_000), 2.0006);
    expect(slots.drain()).toMatchObject([
      { slot: 60_000, integral: 1000, part: 0 },
      { slot: 10_000, integral: 2001, part: 1 },
    ]);
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
function feed({ start, power, cuts, drainAfter }: Load): Map<string, SlotRow> {
  const end = power.length * stretchMs;
  const edges = [...new Set([...power.map((_, i) => i * stretchMs), ...cuts.filter(cut => cut < end), end])].sort(
    (a, b) => a - b,
  );
  const slots = new Slots();
  const stored = new Map<string, SlotRow>();
  for (const [i, to] of edges.slice(1).entries()) {
    const from = edges[i] ?? 0;
    const microjoules = (power[Math.floor(from / stretchMs)] ?? 0) * (to - from);
    slots.energy(package0, under, { from: start + from, to: start + to }, microjoules / 1e6);
    if (drainAfter.includes(i)) collect(slots, stored);
  }
  return collect(slots, stored);
}

const sum = (rows: Iterable<SlotRow>, of: 'integral' | 'measuredMs'): number =>
  [...rows].reduce((total, row) => total + row[of], 0);

describe('conservation law', () => {
  it('gives the total rounded down to a millijoule, and all the time', () => {
    fc.assert(
      fc.property(load, each => {
        const rows = feed(each).values();
        const total = each.power.reduce((a, b) => a + b * stretchMs, 0);
        const stored = [...rows];
        expect(sum(stored, 'integral')).toBe(Math.floor(total / 1000));
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
        const slots = new Slots();
        let at = start;
        for (const { length, microjoules } of intervals) {
          slots.energy(package0, under, { from: at, to: at + length }, microjoules / 1e6);
          at += length;
        }
        const total = intervals.reduce((a, b) => a + b.microjoules, 0);
        expect(sum(slots.drain(), 'integral')).toBe(Math.floor(total / 1000));
      }),
    );
  });

  it('loses nothing to conditions that change and a clock that is set back', () => {
    const step = fc.record({
      microjoules: fc.nat(3_000_000),
      ms: fc.nat(9000),
      conditions: fc.constantFrom(under, onBattery),
      back: fc.constantFrom(0, 0, 0, 25_000),
      drain: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step), steps => {
        const slots = new Slots();
        const stored = new Map<string, SlotRow>();
        let at = 1_000_000;
        for (const { microjoules, ms, conditions, back, drain } of steps) {
          if (back > 0) slots.setBack();
          at -= back;
          slots.energy(package0, conditions, between(at, at + ms), microjoules / 1e6);
          at += ms;
          if (drain) collect(slots, stored);
        }
        const rows = [...collect(slots, stored).values()];
        expect(sum(rows, 'measuredMs')).toBe(steps.reduce((a, s) => a + s.ms, 0));
        expect(sum(rows, 'integral')).toBe(Math.floor(steps.reduce((a, s) => a + s.microjoules, 0) / 1000));
      }),
    );
  });
});
