import { expect, test } from 'vitest';
import { bestMix, isShared } from '../../../src/governor/gpu/mix.js';
import { pointsFrom } from './points.js';

test('two settings whose mix takes ε longer, and less energy than either that keeps within it', () => {
  const mix = bestMix(pointsFrom([0, 1], [0.02, 0.9], [0.08, 0.75]), 0.05);
  expect([mix.upper.place, mix.lower.place]).toEqual([9, 8]);
  expect(mix.time).toBeCloseTo(1.05, 9);
  expect(mix.part).toBeCloseTo(0.5, 9);
  expect(mix.share).toBeCloseTo((0.5 * 1.08) / 1.05, 9);
  expect(mix.energy).toBeCloseTo((1.02 * 0.9 + 1.08 * 0.75) / 2, 9);
});

test('one setting above the line between its neighbours is passed over', () => {
  const mix = bestMix(pointsFrom([0, 1], [0.04, 0.95], [0.08, 0.75]), 0.05);
  expect([mix.upper.place, mix.lower.place]).toEqual([10, 8]);
});

test('two standard errors are left below ε', () => {
  const mix = bestMix(pointsFrom([0, 1], [0.04, 0.8, 0.01]), 0.05);
  expect(mix.time).toBeCloseTo(1 + (0.04 * 0.05) / 0.06, 9);
  expect(mix.most).toBeCloseTo(1.05, 9);
});

test('no minute takes more than 5 % beyond ε, whatever the mix would save', () => {
  for (const allowed of [0.01, 0.05, 0.1])
    for (const slow of [0.02, 0.05, 0.09, 0.12, 0.2]) {
      const mix = bestMix(pointsFrom([0, 1], [slow, 0.4, 0.004]), allowed);
      expect(mix.lower.time + mix.lower.error).toBeLessThanOrEqual(1 + allowed + 0.05);
    }
});

test('work that loses as much time as it saves energy is left alone', () => {
  expect(isShared(bestMix(pointsFrom([0, 1], [0.05, 0.93], [0.1, 0.85]), 0.05))).toBe(false);
  expect(isShared(bestMix(pointsFrom([0, 1], [0.05, 0.93, 0.01], [0.1, 0.75]), 0.05))).toBe(true);
});

test('a pair is kept where another saves little more', () => {
  const before = bestMix(pointsFrom([0, 1], [0.02, 0.9], [0.08, 0.75]), 0.05);
  const close = pointsFrom([0, 1], [0.02, 0.9], [0.08, 0.75], [0.1, 0.7]);
  expect(bestMix(close, 0.05).lower.place).toBe(7);
  expect(bestMix(close, 0.05, before).lower.place).toBe(8);
  expect(bestMix(pointsFrom([0, 1], [0.02, 0.9], [0.08, 0.75], [0.1, 0.6]), 0.05, before).lower.place).toBe(7);
});
