import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CausalFilter } from '../../../src/lattice/filters/causal.js';
import { newestWeight, pole } from '../../../src/lattice/filters/pole.js';
import { fftFrequency } from '../../../src/lattice/filters/regularizer.js';
import { gainAt, phi } from '../../../src/lattice/filters/resolvent.js';
import { mirroredStart, smooth } from '../../../src/lattice/filters/smooth.js';
import { planFft } from '../../../src/lattice/spectra/fft.js';
import { anything, lambdas, pushAll, series, size } from '../support.js';

describe('CausalFilter', () => {
  it('equals the newest sample of the full solve, begun from the mirrored past', () => {
    fc.assert(
      fc.property(series(1, 80), lambdas, (y, lambda) => {
        const { value } = pushAll(new CausalFilter(lambda, mirroredStart(y, lambda)), y);
        expect(Math.abs(value - (smooth(y, lambda).at(-1) ?? Number.NaN))).toBeLessThanOrEqual(1e-15 * size(y));
      }),
    );
  });

  it('begun at its first sample, differs from the full solve by no more than what ρ^n leaves', () => {
    fc.assert(
      fc.property(series(1, 40), y => {
        const { value } = pushAll(new CausalFilter(), y);
        const bound = 2 * size(y) * pole() ** (y.length - 1) + 1e-14 * size(y);
        expect(Math.abs(value - (smooth(y).at(-1) ?? Number.NaN))).toBeLessThanOrEqual(bound);
      }),
    );
  });

  it('weighs only the past, while a periodic window takes 31.7 % of "now" from its oldest samples', () => {
    const n = 256;
    const fft = planFft(n);
    const impulse = new Float64Array(2 * n);
    for (let k = 0; k < n; k++) impulse[2 * k] = gainAt('lattice', fftFrequency(k, n));
    const kernel = new Float64Array(2 * n);
    fft.inverse(kernel, impulse);
    let leaked = 0;
    for (let lag = 1; lag < n / 2; lag++) leaked += kernel[2 * (n - lag)] ?? Number.NaN;
    expect(leaked).toBeCloseTo(0.317, 3);
  });

  it('keeps constants, stays within its input, and is linear', () => {
    fc.assert(
      fc.property(series(1, 50), lambdas, (y, l) => {
        const { value } = pushAll(new CausalFilter(l), y);
        const slack = 1e-12 * size(y);
        expect(value).toBeGreaterThanOrEqual(Math.min(...y) - slack);
        expect(value).toBeLessThanOrEqual(Math.max(...y) + slack);
        expect(
          pushAll(
            new CausalFilter(l),
            y.map(v => 3 * v - 1),
          ).value,
        ).toBeCloseTo(3 * value - 1, 8);
        expect(
          pushAll(
            new CausalFilter(l),
            y.map(() => 7),
          ).value,
        ).toBe(7);
      }),
    );
  });

  it('halves an impulse as α says', () => {
    expect(pushAll(new CausalFilter(phi, 0), [1, 0]).value).toBeCloseTo(newestWeight() * pole(), 15);
  });

  it('holds its value over gaps and has none before the first sample', () => {
    expect(new CausalFilter().value).toBeNaN();
    expect(pushAll(new CausalFilter(), [4, Number.NaN, Number.POSITIVE_INFINITY]).value).toBe(4);
    fc.assert(
      fc.property(anything, xs => {
        const known = xs.filter(x => Math.abs(x) <= 1e100);
        const { value } = pushAll(new CausalFilter(), xs);
        expect(Number.isFinite(value)).toBe(known.length > 0);
      }),
    );
  });

  it('refuses a λ that makes no filter', () => {
    for (const lambda of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => new CausalFilter(lambda)).toThrow(`lambda is ${lambda}, expected a finite number ≥ 0`);
  });
});
