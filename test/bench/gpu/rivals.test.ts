import { describe, expect, it } from 'vitest';
import { bestStatic, hullSaving, oracle, saving } from '../../../bench/gpu/rivals.js';
import { curveOf } from './made.js';

const memoryBound = curveOf('memory', [
  [100, 1.04, 120],
  [150, 1.01, 150],
  [250, 1, 200],
]);
const computeBound = curveOf('compute', [
  [100, 2, 100],
  [150, 1.3, 150],
  [250, 1, 200],
]);

describe('oracle', () => {
  it('takes the least energy within ε, not the lowest setting', () => {
    expect(oracle(memoryBound, 0.05).setting).toBe(100);
    expect(oracle(memoryBound, 0.02).setting).toBe(150);
    expect(oracle(computeBound, 0.5).setting).toBe(150);
    expect(oracle(computeBound, 0.05).setting).toBe(250);
    expect(saving(memoryBound, oracle(memoryBound, 0.05))).toBeCloseTo(1 - (1.04 * 120) / 200, 12);
  });
});

describe('bestStatic', () => {
  it('saves nothing where any setting breaks the promise for somebody', () => {
    expect(bestStatic([memoryBound, computeBound], 0.05)).toMatchObject({
      setting: Number.POSITIVE_INFINITY,
      saving: 0,
    });
    expect(bestStatic([memoryBound, memoryBound], 0.05).setting).toBe(100);
  });
});

describe('hullSaving', () => {
  it('is what two settings save in turns: more than the best one where ε lies between two', () => {
    // A slowdown of 2 % is reached by a third of the work at 100 and two thirds at 150.
    const third = 1 - ((2 / 3) * (1.01 * 150) + (1 / 3) * (1.04 * 120)) / 200;
    expect(hullSaving(memoryBound, 0.02)).toBeCloseTo(third, 12);
    expect(hullSaving(memoryBound, 0.02)).toBeGreaterThan(saving(memoryBound, oracle(memoryBound, 0.02)));
    expect(hullSaving(memoryBound, 0.05)).toBeCloseTo(saving(memoryBound, oracle(memoryBound, 0.05)), 12);
  });

  it('skips a setting that lies above the line between two others', () => {
    const bent = curveOf('bent', [
      [100, 1.08, 100],
      [150, 1.04, 190],
      [250, 1, 200],
    ]);
    expect(hullSaving(bent, 0.04)).toBeCloseTo(0.5 * (1 - 0.54), 12);
  });
});
