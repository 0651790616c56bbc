import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fftFrequency, regularize } from '../../../src/lattice/filters/regularizer.js';
import { gainAt } from '../../../src/lattice/filters/resolvent.js';
import { energy } from '../../../src/lattice/metrics/series.js';
import { planFft } from '../../../src/lattice/spectra/fft.js';
import { golden } from '../golden/golden.js';
import { dice, expectClose, normal, series, size } from '../support.js';

const line = (data: Float64Array) => regularize({ data, shape: [data.length] }).data;

/** Sums of amplitude and power over the bins from half Nyquist up of each row, and the amplitude at Nyquist alone. */
function high(data: Float64Array, columns: number): { amplitude: number; power: number; nyquist: number } {
  const bins = new Float64Array(2 * columns);
  const plan = planFft(columns);
  const sums = { amplitude: 0, power: 0, nyquist: 0 };
  for (let from = 0; from < data.length; from += columns) {
    plan.real(bins, data.slice(from, from + columns));
    for (let k = columns / 4; k <= columns / 2; k++) {
      const amplitude = Math.hypot(bins[2 * k] ?? Number.NaN, bins[2 * k + 1] ?? Number.NaN);
      sums.amplitude += amplitude;
      sums.power += amplitude ** 2;
      if (k === columns / 2) sums.nyquist += amplitude;
    }
  }
  return sums;
}

describe('regularize', () => {
  it.each(golden.regularizer)('is the original on shape $shape', ({ shape, x, z }) => {
    const out = regularize({ data: Float64Array.from(x), shape });
    expect(out.shape).toEqual(shape);
    expectClose(out.data, z, 1e-14);
  });

  it('with more than two axes is the same as row by row: R depends on the last axis alone', () => {
    const data = Float64Array.from({ length: 120 }, (_, i) => Math.sin(i * i));
    expectClose(regularize({ data, shape: [2, 6, 10] }).data, regularize({ data, shape: [12, 10] }).data, 1e-14);
  });

  /**
   * The original's "about 30 % reduction in high-frequency components", on its own input (random 64×64). At Nyquist 28.8 % in amplitude and
   * 49.3 % in power. Above half Nyquist 18.6 % in amplitude and 33.5 % in power, on average over 200 of them
   * (make.py); R itself, averaged over that half of the band, says 18.7 % and 33.5 %.
   */
  it('cuts white noise above half Nyquist by 18.6 % in amplitude and 33.5 % in power, at Nyquist by 28.8 % and 49.3 %', () => {
    const random = dice(64);
    const data = Float64Array.from({ length: 64 * 64 }, () => normal(random));
    const before = high(data, 64);
    const after = high(regularize({ data, shape: [64, 64] }).data, 64);
    expect(1 - after.amplitude / before.amplitude).toBeCloseTo(0.186, 2);
    expect(1 - after.power / before.power).toBeCloseTo(0.335, 1.7);
    expect(1 - after.nyquist / before.nyquist).toBeCloseTo(0.288, 3);
    expect(1 - (after.nyquist / before.nyquist) ** 2).toBeCloseTo(0.4931, 4);
    const bins = Array.from({ length: 1000 }, (_, k) => gainAt('cycles', 0.25 + (k + 0.5) / 4000));
    expect(1 - bins.reduce((sum, g) => sum + g) / 1000).toBeCloseTo(0.187, 3);
    expect(1 - bins.reduce((sum, g) => sum + g * g) / 1000).toBeCloseTo(0.3354, 4);
  });

  it('is linear, keeps constants, and never adds energy', () => {
    fc.assert(
      fc.property(series(1, 40), fc.double({ min: -3, max: 3, noNaN: true }), (x, a) => {
        const y = x.map((v, i) => Math.cos(i) - v / 3);
        const [ofX, ofY] = [line(x), line(y)];
        expectClose(
          line(x.map((v, i) => a * v + (y[i] ?? 0))),
          ofX.map((v, i) => a * v + (ofY[i] ?? 0)),
          1e-11 * size(x),
        );
        expectClose(
          line(x.map(() => a)),
          x.map(() => a),
          1e-13,
        );
        expect(energy(ofX)).toBeLessThanOrEqual(energy(x) * (1 + 1e-12));
      }),
    );
  });

  it('spreads a NaN over its row and no further', () => {
    const { data } = regularize({ data: Float64Array.of(1, Number.NaN, 2, 3, 4, 5), shape: [2, 3] });
    expect(Array.from(data, Number.isNaN)).toEqual([true, true, true, false, false, false]);
  });

  it('refuses shapes that do not fit', () => {
    const data = new Float64Array(6);
    expect(() => regularize({ data, shape: [2, 2] })).toThrow(
      'shape is [2, 2], expected one or more axes that hold 6 values',
    );
    expect(() => regularize({ data: new Float64Array(1), shape: [] })).toThrow('shape is []');
    expect(() => regularize({ data: new Float64Array(0), shape: [0] })).toThrow('axis length is 0');
  });
});

describe('fftFrequency', () => {
  it("is numpy's fftfreq", () => {
    expect([0, 1, 2, 3].map(k => fftFrequency(k, 4))).toEqual([0, 0.25, -0.5, -0.25]);
    expect([0, 1, 2, 3, 4].map(k => fftFrequency(k, 5))).toEqual([0, 0.2, 0.4, -0.4, -0.2]);
  });
});
