import { describe, expect, it } from 'vitest';
import { errorsOf, ways } from '../../../bench/field/forecasts.js';
import { Random } from '../../../src/machine/simulated/work/random.js';

const noise = (seed: number): number[] => {
  const random = new Random(seed, 'noise');
  return Array.from({ length: 400 }, () => Math.round(random.normal(16_000, 800)));
};

describe('errorsOf', () => {
  it('has no error where nothing changes', () => {
    expect(Object.values(errorsOf(Array(50).fill(16_000)))).toEqual(ways.map(() => 0));
  });

  it('has the errors of independent samples that theory gives', () => {
    const all = [1, 2, 3, 4].map(seed => errorsOf(noise(seed)));
    const mean = (of: (e: (typeof all)[number]) => number) => all.reduce((sum, e) => sum + of(e), 0) / all.length;
    // (1 + α/(2 − α)) times the variance; the last value's α is 1
    expect(mean(e => e.fixed) / 800 ** 2).toBeCloseTo(1 + 0.5357 / 1.4643, 0.5);
    expect(mean(e => e.last) / 800 ** 2).toBeCloseTo(2, 0.5);
    expect(mean(e => e.mean) / 800 ** 2).toBeCloseTo(1.01, 0.5);
    for (const e of all) expect(e.field / e.fixed).toBeLessThan(0.85);
  });

  it('knows nothing of what comes: a jump at the end is an error of all', () => {
    const x = [...Array(60).fill(16_000), 26_000];
    for (const error of Object.values(errorsOf(x))) expect(error).toBeCloseTo(10_000 ** 2 / (x.length - 8), 3);
  });

  it('has no better average in hindsight than the last value on a climb', () => {
    const { last, hindsight, mean } = errorsOf(Array.from({ length: 100 }, (_, i) => 1000 * i));
    expect(hindsight).toBeCloseTo(last, 6);
    expect(mean).toBeGreaterThan(100 * last);
  });
});
