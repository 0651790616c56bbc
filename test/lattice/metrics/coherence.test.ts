import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coherence } from '../../../src/lattice/metrics/coherence.js';
import { shape, shapes } from '../golden/golden.js';
import { anything, dice, normal, series } from '../support.js';

describe('coherence', () => {
  it.each(shapes)('of "$name" is the golden one at 10, 50 and 200 ms', s => {
    for (const [tau, expected] of Object.entries(s.coherence))
      expect(coherence(s.x, Number(tau), 100)).toBeCloseTo(expected, 12);
  });

  /** THEORY 2's shapes, with its figure and how far ours is from it: the digits depend on phase, duty, rate and chance. */
  it.each([
    ['constant', 1, 0],
    ['sine 1 Hz', 0.8, 0.06],
    ['frames 60 Hz', 0, 0.01],
    ['square 2 Hz', 0.42, 0.07],
    ['white', 0.01, 0.01],
    ['poisson server', 0.02, 0.11],
    ['on-off bursts', 0.59, 0.03],
  ] as const)('of %s at 50 ms is about %d', (name, theory, within) => {
    expect(Math.abs((coherence(shape(name), 0.05, 100) ?? Number.NaN) - theory)).toBeLessThanOrEqual(within);
  });

  it('of white noise is about 0 at every time scale', () => {
    const random = dice(3);
    const x = Float64Array.from({ length: 20_000 }, () => normal(random));
    for (const tau of [0.01, 0.05, 0.2]) expect(coherence(x, tau, 100)).toBeLessThan(0.03);
  });

  it('is 1 for a signal below its quantiser’s floor, and for what only rounding moves', () => {
    const flicker = Float64Array.from({ length: 64 }, (_, i) => 40 + 0.4 * (i % 2));
    expect(coherence(flicker, 0.05, 100, 0.5)).toBe(1);
    expect(coherence(flicker, 0.05, 100, 0.1)).toBe(0);
    expect(coherence(new Float64Array(257).fill(0.1), 0.05, 100)).toBe(1);
  });

  it('does not change with scale and offset', () => {
    fc.assert(
      fc.property(series(2, 60), x => {
        const c = coherence(x, 0.05, 100) ?? Number.NaN;
        fc.pre(Math.max(...x) - Math.min(...x) > 1e-3);
        expect(
          coherence(
            x.map(v => 8 * v + 100),
            0.05,
            100,
          ),
        ).toBeCloseTo(c, 6);
      }),
    );
  });

  it('is in [0, 1] or unknown whatever comes', () => {
    fc.assert(
      fc.property(anything, xs => {
        const c = coherence(Float64Array.from(xs), 0.05, 100);
        const known = xs.length >= 2 && xs.every(x => Math.abs(x) <= 1e100);
        if (known) expect(c !== undefined && c >= 0 && c <= 1).toBe(true);
        else expect(c).toBeUndefined();
      }),
    );
  });

  it('refuses a time scale or rate that is not above 0', () => {
    expect(() => coherence(new Float64Array(9), -1, 100)).toThrow('tau is -1');
  });
});
