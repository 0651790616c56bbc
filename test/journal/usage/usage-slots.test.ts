import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UsageRow, Way } from '../../../src/journal/usage/entry.js';
import { mostNamed } from '../../../src/journal/usage/largest.js';
import { UsageSlots } from '../../../src/journal/usage/usage-slots.js';
import type { TaskAccount, Use } from '../../../src/model/tasks/account.js';

const use = (name: string, joules: number | undefined, cpuSeconds = 1): Use => ({
  name,
  joules,
  cpuSeconds,
  wakeups: 0,
});

function account(
  from: number,
  to: number,
  byApplication: readonly Use[],
  idleJoules: number | undefined = 0,
): TaskAccount {
  const active = byApplication.reduce((a, u) => a + (u.joules ?? 0), 0);
  return { from, to, byApplication, byCgroup: [], byUnit: [], idleJoules, packageJoules: active + (idleJoules ?? 0) };
}

/** What the journal has at the end: a row that comes again replaces the one before. */
function kept(rows: readonly UsageRow[]): UsageRow[] {
  return [...new Map(rows.map(r => [`${r.part} ${r.slot}`, r])).values()];
}

const figures = (rows: readonly UsageRow[], way: Way): [number, string, number | null, number][] =>
  rows.flatMap(({ slot, entries }) =>
    entries
      .filter(e => e.way === way)
      .map((e): [number, string, number | null, number] => [slot, e.name, e.millijoules, e.amount]),
  );

const total = (rows: readonly UsageRow[], way: Way): number =>
  figures(rows, way).reduce((sum, [, , millijoules]) => sum + (millijoules ?? 0), 0);

describe('accounts by minute', () => {
  it('are split where a minute ends, and a minute that grew comes again whole', () => {
    const slots = new UsageSlots();
    slots.add(account(60, 105, [use('a', 45, 4.5)]));
    expect(figures(slots.drain(), 'application')).toEqual([[60_000, 'a', 45_000, 4500]]);
    expect(slots.drain()).toEqual([]);
    slots.add(account(105, 165, [use('a', 60, 6)], 6));
    const rows = slots.drain();
    expect(figures(rows, 'application')).toEqual([
      [60_000, 'a', 60_000, 6000],
      [120_000, 'a', 45_000, 4500],
    ]);
    expect(figures(rows, 'idle')).toEqual([
      [60_000, '', 1500, 60_000],
      [120_000, '', 4500, 45_000],
    ]);
  });

  it('without joules have CPU time, and no energy of 0', () => {
    const slots = new UsageSlots();
    slots.add({
      from: 60,
      to: 120,
      byApplication: [use('a', undefined, 3)],
      byCgroup: [],
      byUnit: [],
      idleJoules: undefined,
      packageJoules: undefined,
    });
    const rows = slots.drain();
    expect(figures(rows, 'application')).toEqual([[60_000, 'a', null, 3000]]);
    expect(figures(rows, 'idle')).toEqual([[60_000, '', null, 60_000]]);
  });

  it('begin another part when the clock goes back, and count whole where a sleep or a set clock makes them odd', () => {
    const slots = new UsageSlots();
    slots.add(account(600, 660, [use('a', 1)]));
    slots.add(account(660, 300, [use('a', 2)]));
    slots.add(account(300, 360, [use('a', 4)]));
    slots.add(account(360, 36_060, [use('a', 8)]));
    const rows = slots.drain();
    expect(rows.map(r => [r.part, r.slot])).toEqual([
      [0, 600_000],
      [1, 240_000],
      [1, 300_000],
      [1, 36_000_000],
    ]);
    expect(figures(rows, 'application').map(f => f[2])).toEqual([1000, 2000, 4000, 8000]);
  });

  it('leave out figures and times that cannot be', () => {
    const slots = new UsageSlots();
    slots.add(account(Number.NaN, 60, [use('a', 1)]));
    slots.add(account(60, Number.POSITIVE_INFINITY, [use('a', 1)]));
    expect(slots.drain()).toEqual([]);
    slots.add(account(60, 120, [use('a', -1, -1), use('b', Number.NaN, Number.NaN), use('', 1)]));
    expect(figures(slots.drain(), 'application')).toEqual([[60_000, '?', 1000, 1000]]);
  });

  it('keep names short by their ends, and few by the rest', () => {
    const slots = new UsageSlots();
    const deep = `/${'x'.repeat(300)}/end`;
    slots.add(account(60, 120, [use(deep, 9), ...Array.from({ length: 9000 }, (_, i) => use(`p${i}`, 0.001, 0))]));
    const [row] = slots.drain();
    const names = row?.entries.filter(e => e.way === 'application').map(e => e.name) ?? [];
    expect(names).toHaveLength(mostNamed + 1);
    expect(names[0]).toMatch(/^…x{195}\/end$/);
    expect(total(row === undefined ? [] : [row], 'application')).toBe(18_000);
  });

  it('tell work by who does it and of what its energy is', () => {
    const slots = new UsageSlots();
    const work = { name: 'de code', unit: 'tokens', units: 12.5, joules: 3 } as const;
    slots.add(account(60, 120, []), [
      { ...work, of: 'application' },
      { ...work, of: 'package', joules: undefined },
    ]);
    const rows = slots.drain();
    expect(figures(rows, 'work')).toEqual([[60_000, 'tokens de code', 3000, 12_500]]);
    expect(figures(rows, 'work_package')).toEqual([[60_000, 'tokens de code', null, 12_500]]);
  });

  it('come to the joules that were told, rounded down, however they are cut and drained', () => {
    const joules = fc.integer({ min: 0, max: 5e9 }).map(n => n / 1e6);
    const piece = fc.record({
      seconds: fc.integer({ min: 1, max: 200_000 }).map(n => n / 1000),
      uses: fc.array(fc.tuple(fc.nat(40), joules), { maxLength: 40 }),
      idle: joules,
      drain: fc.boolean(),
      jump: fc.constantFrom(0, 0, 0, 5000, -5000),
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), pieces => {
        const slots = new UsageSlots();
        const rows: UsageRow[] = [];
        let [at, active, idle] = [1e6, 0, 0];
        for (const { seconds, uses, idle: rest, drain, jump } of pieces) {
          slots.add(
            account(
              at,
              at + seconds,
              uses.map(([n, j]) => use(`p${n}`, j)),
              rest,
            ),
          );
          active += uses.reduce((a, [, j]) => a + j, 0);
          idle += rest;
          at += seconds + jump;
          if (drain) rows.push(...slots.drain());
        }
        const all = kept([...rows, ...slots.drain()]);
        for (const [way, told] of [
          ['application', active],
          ['idle', idle],
        ] as const) {
          const off = told * 1000 - total(all, way);
          expect(off).toBeGreaterThan(-0.01);
          expect(off).toBeLessThan(1.01);
        }
      }),
    );
  });
});

describe('accounts of GPUs', () => {
  it('have a way of their own, and their rest one', () => {
    const slots = new UsageSlots();
    const byApplication = [
      { name: 'train', joules: 9000, seconds: 55 },
      { name: '', joules: 10, seconds: 1 },
    ];
    slots.add({ ...account(60, 120, [use('train', 5)]), gpus: { byApplication, idleJoules: 1200 } });
    const rows = slots.drain();
    expect(figures(rows, 'gpu')).toEqual([
      [60_000, 'train', 9_000_000, 55_000],
      [60_000, '?', 10_000, 1000],
    ]);
    expect(figures(rows, 'gpu_idle')).toEqual([[60_000, '', 1_200_000, 60_000]]);
    expect(total(rows, 'application')).toBe(5000);
  });
});
