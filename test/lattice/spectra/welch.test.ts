import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hann, StreamingSpectrum, welch } from '../../../src/lattice/spectra/welch.js';
import { golden, shape } from '../golden/golden.js';
import { anything, dice, expectClose, normal, pushAll, repeated } from '../support.js';

const noise = (n: number, sd: number): Float64Array => {
  const random = dice(7);
  return Float64Array.from({ length: n }, () => sd * normal(random));
};
const area = (s: { frequency: Float64Array; density: Float64Array } | undefined): number =>
  (s?.density.reduce((sum, d) => sum + d, 0) ?? Number.NaN) * (s?.frequency[1] ?? Number.NaN);

describe('welch', () => {
  it.each([64, 50])('is the golden spectrum with segments of %i', segment => {
    const spectrum = welch(shape('poisson server'), 100, segment);
    expectClose(spectrum?.frequency ?? new Float64Array(0), golden.spectrum[segment]?.frequency ?? [], 1e-12);
    expectClose(spectrum?.density ?? new Float64Array(0), golden.spectrum[segment]?.density ?? [], 1e-16);
  });

  it('has the variance as its area, in the unit squared: white noise of 3 W makes 9 W²', () => {
    expect(area(welch(noise(200_000, 3), 20, 128)) / 9).toBeCloseTo(1, 1.5);
  });

  it('shows a sine of amplitude 2 at its own frequency, with power 2', () => {
    const x = Float64Array.from({ length: 1024 }, (_, i) => 5 + 2 * Math.sin((2 * Math.PI * 10 * i) / 100));
    const spectrum = welch(x, 100, 250);
    const peak = spectrum?.density.indexOf(Math.max(...spectrum.density)) ?? -1;
    expect(spectrum?.frequency[peak]).toBeCloseTo(10, 10);
    expect(area(spectrum)).toBeCloseTo(2, 10);
  });

  it('is unknown without a whole segment', () => {
    expect(welch(new Float64Array(255), 100)).toBeUndefined();
    expect(welch(new Float64Array(256), 100)?.density.every(d => d === 0)).toBe(true);
    expect(welch(new Float64Array(256).fill(Number.NaN), 100)).toBeUndefined();
  });

  it('refuses rates and segments that make no sense', () => {
    expect(() => welch(new Float64Array(4), 0, 4)).toThrow('rate is 0');
    expect(() => welch(new Float64Array(4), 1, 1)).toThrow('window size is 1');
  });
});

describe('StreamingSpectrum', () => {
  it('refuses a memory that is no number of segments', () => {
    for (const memory of [0, 0.5, Number.NaN])
      expect(() => new StreamingSpectrum(1, 4, memory)).toThrow(`memory is ${memory}, expected a whole number ≥ 1`);
  });

  it('is the batch spectrum while it remembers all segments, at any time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.constantFrom(2, 3, 31, 32), (n, segment) => {
        const x = noise(n, 1);
        expect(pushAll(new StreamingSpectrum(10, segment, 1e9), x).spectrum()).toEqual(welch(x, 10, segment));
      }),
    );
  });

  it('forgets: after a change it becomes the spectrum of the new signal', () => {
    const stream = pushAll(new StreamingSpectrum(100, 32, 4), noise(3200, 100));
    pushAll(stream, repeated(shape('sine 1 Hz'), 8));
    const expected = area(welch(repeated(shape('sine 1 Hz'), 8), 100, 32));
    expect(area(stream.spectrum()) / expected).toBeLessThan(1.5);
  });

  it('begins a segment anew at a gap', () => {
    const x = noise(64, 1);
    const stream = pushAll(new StreamingSpectrum(1, 64), x.subarray(0, 63));
    stream.push(Number.NaN);
    expect(pushAll(stream, x.subarray(0, 63)).spectrum()).toBeUndefined();
    expect(pushAll(stream, x.subarray(63)).spectrum()).toEqual(welch(x, 1, 64));
  });

  it('stays finite and at least 0 whatever comes', () => {
    fc.assert(
      fc.property(anything, xs => {
        const spectrum = pushAll(new StreamingSpectrum(1, 4), xs).spectrum();
        for (const d of spectrum?.density ?? []) expect(Number.isFinite(d) && d >= 0).toBe(true);
      }),
    );
  });
});

describe('hann', () => {
  it('is 0 at its start, 1 in the middle, and adds up to 1 with itself half a window later', () => {
    const w = hann(8);
    expectClose(w, [0, 0.1464466094, 0.5, 0.8535533906, 1, 0.8535533906, 0.5, 0.1464466094], 1e-9);
    for (let n = 0; n < 4; n++) expect((w[n] ?? 0) + (w[n + 4] ?? 0)).toBeCloseTo(1, 15);
  });

  it('refuses a window of one', () => {
    expect(() => hann(1)).toThrow('window size is 1, expected a whole number ≥ 2');
  });
});
