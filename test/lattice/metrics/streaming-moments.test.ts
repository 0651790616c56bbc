import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pole } from '../../../src/lattice/filters/pole.js';
import { phi } from '../../../src/lattice/filters/resolvent.js';
import { StreamingMoments } from '../../../src/lattice/metrics/streaming-moments.js';
import { pushAll, series } from '../support.js';

/** The weight of each of n samples in a mean that is plain up to `window` samples and forgets after. */
function weights(n: number, window: number): number[] {
  let w: number[] = [];
  for (let i = 0; i < n; i++) {
    const a = 1 / Math.min(i + 1, window);
    w = [...w.map(v => v * (1 - a)), a];
  }
  return w;
}

const dot = (w: readonly number[], x: readonly number[]): number =>
  w.reduce((s, v, i) => s + v * (x[i] ?? Number.NaN), 0);

describe('StreamingMoments', () => {
  it('is the same as sums over the whole past', () => {
    fc.assert(
      fc.property(series(1, 40), fc.integer({ min: 2, max: 20 }), (xs, window) => {
        const x = [...xs];
        const n = x.length;
        const d = x.map((v, i) => v - dot(weights(i + 1, window), x.slice(0, i + 1)));
        const lagged = d.map((_, i) => d.slice(0, i).reduce((s, v, j) => s + v * pole(phi) ** (i - j), 0));
        const moments = pushAll(new StreamingMoments(phi, window), x);
        const fading = d.map((_, i) => (1 - 1 / window) ** (n - 1 - i) / window);
        expect(moments.mean).toBeCloseTo(dot(weights(n, window), x), 8);
        expect(moments.variance).toBeCloseTo(
          dot(
            weights(n, window),
            d.map(v => v * v),
          ),
          6,
        );
        expect(moments.covariance).toBeCloseTo(
          dot(
            fading,
            d.map((v, i) => v * (lagged[i] ?? Number.NaN)),
          ),
          6,
        );
        expect(moments.settled).toBe(n >= window);
      }),
    );
  });

  it('starts anew at a gap, as if nothing had been', () => {
    const moments = pushAll(new StreamingMoments(phi, 4), [1, 9, 2, 7, Number.NaN]);
    expect(moments.settled).toBe(false);
    expect(pushAll(moments, [3, 1])).toEqual(pushAll(new StreamingMoments(phi, 4), [3, 1]));
  });

  it('refuses a window below 2', () => {
    expect(() => new StreamingMoments(phi, 1)).toThrow('window is 1, expected a whole number ≥ 2');
  });
});
