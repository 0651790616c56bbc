import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anySignal, bunching, busyShare } from '../../../src/lattice/metrics/bunching.js';
import { shape, shapes } from '../golden/golden.js';
import { anything } from '../support.js';

describe('bunching', () => {
  it.each(shapes)('of "$name" is the golden one', s => {
    expect(bunching(s.x)).toBeCloseTo(s.bunching, 12);
  });

  /** THEORY 2's shapes, with its figure and how far ours is from it: the digits depend on phase, duty, rate and chance. */
  it.each([
    ['constant', 0, 0],
    ['sine 1 Hz', 0.98, 0.02],
    ['frames 60 Hz', -0.92, 0.04],
    ['square 2 Hz', 0.84, 0.02],
    ['white', -0.03, 0.11],
    ['poisson server', 0.11, 0.19],
    ['on-off bursts', 0.87, 0.03],
  ] as const)('of %s is about %d', (name, theory, within) => {
    expect(Math.abs((bunching(shape(name)) ?? Number.NaN) - theory)).toBeLessThanOrEqual(within);
  });

  it('reaches both of its ends', () => {
    expect(bunching(Float64Array.from({ length: 64 }, (_, i) => i % 2))).toBeCloseTo(-1, 12);
    expect(bunching(Float64Array.from({ length: 4096 }, (_, i) => (i < 2048 ? 0 : 1)))).toBeGreaterThan(0.99);
  });

  it('is 0 for busy shares with no pace to read, as in native/helper/busy/bunching.c', () => {
    const alternation = (level: number, swing: number) =>
      Float64Array.from({ length: 64 }, (_, i) => level + (i % 2 === 0 ? swing : -swing));
    expect(bunching(alternation(0.02, 0.02), busyShare)).toBe(0);
    expect(bunching(alternation(0.98, 0.02), busyShare)).toBe(0);
    expect(bunching(alternation(0.5, 0.009), busyShare)).toBe(0);
    expect(bunching(alternation(0.5, 0.011), busyShare)).toBeCloseTo(-1, 12);
    expect(bunching(alternation(0.02, 0.02), anySignal)).toBeCloseTo(-1, 12);
  });

  it('is in [−1, 1] or unknown whatever comes', () => {
    fc.assert(
      fc.property(anything, xs => {
        const b = bunching(Float64Array.from(xs));
        const known = xs.length >= 2 && xs.every(x => Math.abs(x) <= 1e100);
        if (known) expect(b !== undefined && b >= -1 && b <= 1).toBe(true);
        else expect(b).toBeUndefined();
      }),
    );
  });

  it('refuses a λ of 0, with which all signals have the same C', () => {
    expect(() => bunching(new Float64Array(8), anySignal, 0)).toThrow('lambda is 0, expected a finite number > 0');
  });
});
