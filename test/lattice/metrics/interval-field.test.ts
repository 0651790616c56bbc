import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestWeight } from '../../../src/lattice/filters/pole.js';
import { intervalField } from '../../../src/lattice/metrics/interval-field.js';
import { fixedOne, IntervalSeries } from '../../../src/lattice/metrics/interval-series.js';
import { Random } from '../../../src/machine/simulated/work/random.js';
import { pushAll } from '../support.js';

const unit = 1024;
const infinite = Number.POSITIVE_INFINITY;

function fieldOf(units: readonly number[]): number | undefined {
  const ns = units.map(x => Math.max(0, Math.round(x)) * unit);
  const { count, deviation, bunching } = pushAll(new IntervalSeries(), ns);
  return intervalField({ count, deviation, bunching: bunching === undefined ? undefined : bunching / fixedOne });
}

/** A random walk seen through noise of `lambda` times the variance of its steps; infinite: noise alone. */
function walk(lambda: number, seed: number, length = 127): number[] {
  const random = new Random(seed, 'walk in noise');
  let at = 1e6;
  return Array.from({ length }, () => {
    at += random.normal(0, 2000 / Math.sqrt(1 + lambda));
    return random.normal(at, lambda === infinite ? 2000 : 2000 * Math.sqrt(lambda / (1 + lambda)));
  });
}

const quartiles = (lambda: number): number[] => {
  const found = Float64Array.from({ length: 200 }, (_, seed) => fieldOf(walk(lambda, seed)) ?? Number.NaN).sort();
  return [50, 100, 150].map(place => found[place] ?? Number.NaN);
};

describe('intervalField', () => {
  it('is the λ whose filter has the gain of the Kalman filter that has settled', () => {
    for (const lambda of [0.1, 1, 5, 20, 100]) {
      const [noise, step] = [lambda, 1];
      let gain = 1;
      for (let i = 0, known = 1e9; i < 2000; i++) {
        const ahead = known + step;
        gain = ahead / (ahead + noise);
        known = (1 - gain) * ahead;
      }
      expect(newestWeight(lambda)).toBeCloseTo(gain, 9);
    }
  });

  it.each([1, 3, 10, 30, 100])('finds λ = %d of a walk in noise, half of the times within a factor of 3', lambda => {
    const [low = 0, middle = 0, high = 0] = quartiles(lambda);
    expect(low).toBeGreaterThan(lambda / 3);
    expect(middle).toBeGreaterThan(lambda / 2);
    expect(middle).toBeLessThan(lambda * 2);
    expect(high).toBeLessThan(lambda === 1 ? 5 : lambda * 3.5);
  });

  it('is small for a walk without noise, and beyond what the window shows for noise without a walk', () => {
    expect(quartiles(0)[2]).toBeLessThan(2);
    const [low, middle] = quartiles(infinite);
    expect(low).toBeGreaterThan(250);
    expect(middle).toBeGreaterThan(1000);
  });

  it('is infinite where long and short take turns, for constant intervals and for none but 0', () => {
    expect(fieldOf(Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 11_000 : 5700)))).toBe(infinite);
    expect(fieldOf(Array(100).fill(16_000))).toBe(infinite);
    expect(fieldOf(Array(100).fill(0))).toBe(infinite);
    // the same in all else but the deviation
    expect(intervalField({ count: 100, deviation: 1, bunching: 0 })).toBeLessThan(infinite);
  });

  it('is 0 where the intervals grow and grow', () => {
    expect(fieldOf(Array.from({ length: 100 }, (_, i) => 1000 * i))).toBe(0);
  });

  it.each([0, 1, 7])('is unknown after %d intervals', count => {
    expect(fieldOf(Array(count).fill(16_000))).toBeUndefined();
    expect(intervalField({ count, deviation: 1, bunching: 0.5 })).toBeUndefined();
    expect(intervalField({ count: 127, deviation: 1, bunching: undefined })).toBeUndefined();
  });

  it('takes a clock that stood still, and a task that slept for minutes, as noise', () => {
    const still = walk(infinite, 3).map((x, i) => (i === 40 ? 0 : x));
    const slept = walk(infinite, 3).map((x, i) => (i === 40 ? 2 ** 24 : x));
    for (const series of [still, slept]) expect(fieldOf(series)).toBeGreaterThan(100);
  });

  it('is a number from 0 on of whatever the kernel can tell', () => {
    const any = fc.record({
      count: fc.integer({ min: 8, max: 127 }),
      deviation: fc.double({ min: 0, max: 1e18, noNaN: true }),
      bunching: fc.integer({ min: -fixedOne, max: fixedOne }).map(share => share / fixedOne),
    });
    fc.assert(fc.property(any, moments => (intervalField(moments) ?? Number.NaN) >= 0));
  });

  it('refuses what is no moment', () => {
    const good = { count: 100, deviation: 1, bunching: 0.5 };
    for (const count of [-1, 0.5, Number.NaN, infinite])
      expect(() => intervalField({ ...good, count })).toThrow(`count is ${count}, expected a whole number ≥ 0`);
    for (const deviation of [-1, Number.NaN, infinite])
      expect(() => intervalField({ ...good, deviation })).toThrow(`the deviation is ${deviation}, expected`);
    for (const bunching of [-1.1, 1.1, Number.NaN])
      expect(() => intervalField({ ...good, bunching })).toThrow(`the bunching is ${bunching}, expected`);
  });
});
