import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compressionRatio } from '../../../src/lattice/metrics/compression.js';
import { shape, shapes } from '../golden/golden.js';
import { anything, dice, normal } from '../support.js';

describe('compressionRatio', () => {
  it.each(shapes)('of "$name" is the golden one', s => {
    expect(compressionRatio(s.x, 0.01)).toBeCloseTo(s.compression, 12);
  });

  it('is below 1 for what the filter foresees and above 1 for white noise about 0', () => {
    const random = dice(2);
    const white = Float64Array.from({ length: 4000 }, () => normal(random));
    let level = 0;
    const walk = white.map(v => {
      level += v;
      return level;
    });
    expect(compressionRatio(white, 0.01)).toBeGreaterThan(1.01);
    expect(compressionRatio(walk, 0.01)).toBeLessThan(0.8);
  });

  it('moves with the quantum: for display only', () => {
    const fine = compressionRatio(shape('sine 1 Hz'), 0.001) ?? Number.NaN;
    const coarse = compressionRatio(shape('sine 1 Hz'), 0.1) ?? Number.NaN;
    expect(Math.abs(fine - coarse)).toBeGreaterThan(0.05);
  });

  it('is above 0 and below 64, or unknown, whatever comes', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom(1e-3, 1, 50), (xs, quantum) => {
        const ratio = compressionRatio(Float64Array.from(xs), quantum);
        const known = xs.length >= 2 && xs.every(x => Math.abs(x) <= 1e100);
        if (!known) expect(ratio).toBeUndefined();
        else if (ratio !== undefined) expect(ratio > 0 && ratio <= 64).toBe(true);
      }),
    );
  });

  it('refuses a quantum that is not above 0', () => {
    expect(() => compressionRatio(new Float64Array(4), 0)).toThrow('quantum is 0');
  });
});
