import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Block } from '../../src/experiment/blocks.js';
import { meanOf, tested } from '../../src/experiment/randomisation.js';

const blocks = (...logRatios: number[]): Block[] =>
  logRatios.map((logRatio, block) => ({ block, logRatio, weight: 1 }));

/** Share of all sign patterns whose sum is at least as large (`side` 1) or as small (−1) as the one seen, by trying each. */
function share(of: readonly Block[], theta: number, side: 1 | -1): number {
  const parts = of.map(b => b.weight * (b.logRatio - theta) * side);
  const seen = parts.reduce((a, b) => a + b, 0);
  let as = 0;
  for (let pattern = 0; pattern < 2 ** of.length; pattern++) {
    const sum = parts.reduce((a, part, i) => a + ((pattern >> i) & 1 ? -part : part), 0);
    if (sum >= seen - 1e-9) as++;
  }
  return as / 2 ** of.length;
}

const block = fc.record({
  block: fc.constant(0),
  logRatio: fc.double({ min: -1, max: 1, noNaN: true }),
  weight: fc.double({ min: 0.5, max: 10, noNaN: true }),
});

it('the interval holds exactly what the test of all sign patterns does not reject (property)', () => {
  fc.assert(
    fc.property(fc.array(block, { minLength: 6, maxLength: 9 }), of => {
      const { low, high } = tested(of, 1).interval;
      expect(share(of, low - 1e-6, 1)).toBeLessThanOrEqual(0.025);
      expect(share(of, low + 1e-6, 1)).toBeGreaterThan(0.025);
      expect(share(of, high + 1e-6, -1)).toBeLessThanOrEqual(0.025);
      expect(share(of, high - 1e-6, -1)).toBeGreaterThan(0.025);
    }),
    { numRuns: 60 },
  );
});

it('with fewer than 6 blocks nothing can be told, however alike they are', () => {
  const { interval, chance } = tested(blocks(-0.1, -0.1, -0.1, -0.1, -0.1), 1);
  expect(interval).toEqual({ low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY });
  expect(chance).toBeGreaterThan(0.05);
});

it('with 6 blocks that all agree a difference is found', () => {
  const { interval, chance } = tested(blocks(-0.1, -0.12, -0.09, -0.11, -0.1, -0.13), 1);
  expect(interval.low).toBeCloseTo(-0.13, 12);
  expect(interval.high).toBeCloseTo(-0.09, 12);
  expect(chance).toBeCloseTo(2 / 64, 12);
});

it('random subsets come to what all subsets come to', () => {
  const twelve = Array.from({ length: 12 }, (_, i) => -0.1 + 0.15 * Math.sin(3 * i));
  const all = tested(blocks(...twelve), 1).interval;
  // A block without weight changes no mean, and makes 13 of them: more than are taken all.
  const drawn = tested([...blocks(...twelve), { block: 12, logRatio: 0, weight: 0 }], 1).interval;
  expect(drawn.low).toBeCloseTo(all.low, 2);
  expect(drawn.high).toBeCloseTo(all.high, 2);
});

it('a block counts by its weight', () => {
  expect(meanOf([...blocks(0.4), { block: 1, logRatio: 0, weight: 3 }])).toBeCloseTo(0.1, 12);
});

it('the test of no block at all tells nothing', () => {
  expect(tested([], 1)).toEqual({
    interval: { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY },
    chance: 1,
  });
});
