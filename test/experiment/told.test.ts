import { expect, it } from 'vitest';
import { orderOf } from '../../src/experiment/coin.js';
import { toldIn } from '../../src/experiment/told.js';
import type { PeriodRow, ToldWork } from '../../src/journal/experiment-entries.js';
import type { Arm } from '../../src/model/people/experiment-period.js';

/** 24 blocks at equal energy in both policies; `told` says what applications told in each period. */
const rows = (told: (arm: Arm, block: number) => readonly ToldWork[], energy = 1000): PeriodRow[] =>
  Array.from({ length: 48 }, (_, i): PeriodRow => {
    const block = Math.floor(i / 2);
    const arm = orderOf(3, block)[i % 2 === 0 ? 0 : 1];
    return {
      ...{
        block,
        arm,
        from: i,
        until: i + 1,
        millijoules: energy * 1000,
        work: 1e9,
        measuredMs: 1,
        told: told(arm, block),
      },
      ...{ meanMillicelsius: null, dropped: null },
    };
  });

it('a policy under which more units are done with the same energy saves, as much as each unit costs less', () => {
  const spread = (block: number): number => Math.exp(0.02 * Math.sin(2.4 * block));
  const { units, more } = toldIn(
    rows((arm, block) => [{ unit: 'tokens', amount: arm === 'a' ? 5000 : 4000 * spread(block), messages: 50 }]),
    3,
  );
  expect(more).toBe(false);
  expect(units).toHaveLength(1);
  const [{ unit, a, b, verdict } = expect.fail('no unit')] = units;
  expect(unit).toBe('tokens');
  expect(a).toBeCloseTo(0.2, 9);
  expect(b).toBeCloseTo(0.25, 2);
  expect(verdict).toMatchObject({ kind: 'saves', blocks: 24 });
  expect(verdict.saving).toBeCloseTo(1 - (a ?? 0) / (b ?? 0), 9);
  expect(verdict.interval.low).toBeLessThan(0.2);
  expect(verdict.interval.high).toBeGreaterThan(0.2);
});

it('a block counts where both of its periods tell enough; few blocks tell nothing', () => {
  const { units } = toldIn(
    rows((arm, block) => [
      { unit: 'frames', amount: 100, messages: arm === 'b' && block >= 5 ? 9 : 10 },
      { unit: 'tokens', amount: 100, messages: arm === 'b' && block < 3 ? 9 : 10 },
    ]),
    3,
  );
  expect(units.map(({ unit, verdict }) => [unit, verdict.blocks, verdict.kind])).toEqual([
    ['tokens', 21, 'open'],
    ['frames', 5, 'open'],
  ]);
  expect(units[0]?.verdict.interval).toEqual({ low: 0, high: 0 });
  expect(units[1]?.verdict.interval.low).toBe(Number.NEGATIVE_INFINITY);
});

it('nothing where nobody tells units, and no more than eight', () => {
  expect(
    toldIn(
      rows(() => []),
      3,
    ),
  ).toEqual({ units: [], more: false });
  const many = Array.from({ length: 9 }, (_, i) => ({ unit: `u${i}`, amount: 1, messages: 10 }));
  const { units, more } = toldIn(
    rows(() => many),
    3,
  );
  expect([units.length, more]).toEqual([8, true]);
  expect(
    toldIn(
      rows(() => [{ unit: '', amount: 0, messages: 1 }]),
      3,
    ),
  ).toEqual({ units: [], more: true });
});
