import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gainAt, phi } from '../../../src/lattice/filters/resolvent.js';
import { smooth, smoothInto } from '../../../src/lattice/filters/smooth.js';
import { energy } from '../../../src/lattice/metrics/series.js';
import { golden } from '../golden/golden.js';
import { expectClose, lambdas, series, size } from '../support.js';

/** The tridiagonal system [−λ, 1+2λ, −λ] with corners 1+λ, solved by elimination (Thomas's algorithm). */
function direct(y: Float64Array, lambda: number): Float64Array {
  const n = y.length;
  const upper: number[] = [];
  const z = Float64Array.from(y);
  for (let i = 0; i < n; i++) {
    const diagonal = 1 + (i > 0 ? lambda : 0) + (i < n - 1 ? lambda : 0);
    const pivot = diagonal + (i > 0 ? lambda * (upper[i - 1] ?? Number.NaN) : 0);
    upper.push(-lambda / pivot);
    z[i] = ((y[i] ?? Number.NaN) + (i > 0 ? lambda * (z[i - 1] ?? Number.NaN) : 0)) / pivot;
  }
  for (let i = n - 2; i >= 0; i--) z[i] = (z[i] ?? Number.NaN) - (upper[i] ?? Number.NaN) * (z[i + 1] ?? Number.NaN);
  return z;
}

/** The same by the cosine transform, whose waves are the matrix's eigenvectors: as exact at every λ, where elimination cancels. */
function byWaves(y: Float64Array, lambda: number): Float64Array {
  const n = y.length;
  const wave = (k: number, i: number): number => Math.cos((Math.PI * ((k * (2 * i + 1)) % (4 * n))) / (2 * n));
  const shares = Float64Array.from({ length: n }, (_, k) => {
    const power = y.reduce((sum, v, i) => sum + v * wave(k, i), 0) * ((k > 0 ? 2 : 1) / n);
    return power * gainAt('lattice', k / (2 * n), lambda);
  });
  return y.map((_, i) => shares.reduce((sum, share, k) => sum + share * wave(k, i), 0));
}

describe('smooth', () => {
  it.each(golden.smooth.map((g, i) => ({ ...g, i })))(
    'is the solved matrix, vector $i, λ $lambda',
    ({ lambda, x, z }) => {
      expectClose(smooth(Float64Array.from(x), lambda), z, 4e-15 * size(Float64Array.from(x)));
    },
  );

  it('equals the direct solve to 1e-15 of the signal for φ', () => {
    fc.assert(fc.property(series(1, 300), y => expectClose(smooth(y), direct(y, phi), 1e-15 * size(y))));
  });

  it('equals the direct solve at every λ of the φ field', () => {
    fc.assert(fc.property(series(1, 60), lambdas, (y, l) => expectClose(smooth(y, l), direct(y, l), 2e-14 * size(y))));
  });

  it.each([1, 2, 10, 100, 400])('is exact at every λ there is but for rounding at each step, %i samples', length => {
    const y = Float64Array.from({ length }, (_, i) => 5 + 3 * Math.sin(i) + (i % 3));
    for (const lambda of [0, 1e-300, phi, 1e3, 1e8, 1e12, 1e16, 1e20, 1e33, 1e100, 1e307, Number.MAX_VALUE])
      expectClose(smooth(y, lambda), byWaves(y, lambda), (5e-15 + length * 2 ** -53) * size(y));
  });

  it.each([Number.NaN, Infinity, -Infinity])('is nowhere a number where one sample is %d, wherever it is', bad => {
    for (const lambda of [0, phi, 1e4, Number.MAX_VALUE])
      for (let i = 0; i < 90; i++)
        expect(smooth(new Float64Array(90).fill(1).with(i, bad), lambda).every(Number.isNaN)).toBe(true);
  });

  it('is linear, keeps constants and the mean, and never adds energy', () => {
    fc.assert(
      fc.property(series(2, 50), fc.double({ min: -3, max: 3, noNaN: true }), lambdas, (y, a, l) => {
        const other = y.map((v, i) => Math.sin(i) - v / 2);
        const sum = smooth(
          y.map((v, i) => a * v + (other[i] ?? 0)),
          l,
        );
        const other_ = smooth(other, l);
        expectClose(
          sum,
          smooth(y, l).map((v, i) => a * v + (other_[i] ?? 0)),
          1e-12 * size(y),
        );
        expectClose(
          smooth(
            y.map(() => a),
            l,
          ),
          y.map(() => a),
          1e-13,
        );
        expect(smooth(y, l).reduce((s, v) => s + v)).toBeCloseTo(
          y.reduce((s, v) => s + v),
          8,
        );
        expect(energy(smooth(y, l))).toBeLessThanOrEqual(energy(y) * (1 + 1e-13));
      }),
    );
  });

  it('may write over its input, and takes no series for itself', () => {
    const y = Float64Array.of(1, 5, -2, 0);
    const expected = smooth(y);
    smoothInto(y, y);
    expect(y).toEqual(expected);
    expect(smooth(new Float64Array(0))).toHaveLength(0);
    expect(() => smoothInto(new Float64Array(3), y)).toThrow('out has 3 samples, expected 4');
  });
});
