import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fftFrequency } from '../../../src/lattice/filters/regularizer.js';
import { gainAt, whiteShare } from '../../../src/lattice/filters/resolvent.js';
import { lagMoments } from '../../../src/lattice/metrics/lag-moments.js';
import { planFft } from '../../../src/lattice/spectra/fft.js';
import { lambdas, series } from '../support.js';

/** C from its definition, ΣR|X|²/Σ|X|². */
function spectralShare(x: Float64Array, lambda: number): number {
  const n = x.length;
  const bins = new Float64Array(2 * n);
  planFft(n).real(bins, x);
  let [passed, all] = [0, 0];
  for (let k = 1; k < n; k++) {
    const power = (bins[2 * k] ?? Number.NaN) ** 2 + (bins[2 * k + 1] ?? Number.NaN) ** 2;
    passed += power * gainAt('lattice', fftFrequency(k, n), lambda);
    all += power;
  }
  return passed / all;
}

describe('lagMoments', () => {
  it('gives by C_w(1+2q) what the spectrum gives by its definition, at any length', () => {
    fc.assert(
      fc.property(series(2, 70), lambdas, (x, lambda) => {
        const { variance, covariance } = lagMoments(x, lambda);
        fc.pre(variance > 1e-6);
        const c = whiteShare('lattice', lambda) * (1 + (2 * covariance) / variance);
        expect(c).toBeCloseTo(spectralShare(x, lambda), 9);
      }),
    );
  });

  it('gives mean and variance as anybody would', () => {
    expect(lagMoments(Float64Array.of(1, 3), 1)).toMatchObject({ mean: 2, variance: 1 });
    expect(lagMoments(new Float64Array(0), 1).mean).toBeNaN();
  });
});
