import { describe, expect, it } from 'vitest';
import { type Curve, fitCurve, power, relativeError, unseenError } from '../../../../bench/governors/curves/fit.js';
import { nonNegative } from '../../../../bench/governors/curves/least-squares.js';
import { fitLoad } from '../../../../bench/governors/curves/server-load.js';

const known: Curve = { knee: 1, a: 0.4, b: 0.3, top: 2, ceff: 2, leak: 0.3, base: 0.5 };
const points = Array.from({ length: 17 }, (_, i) => 0.4 + i * 0.1).map(f => ({ f, watts: power(known, f) }));

describe('least squares without negative coefficients', () => {
  it('finds the exact ones', () => {
    const { coefficients, squared } = nonNegative(
      [
        [1, 0, 1],
        [0, 1, 1],
      ],
      [2, 3, 5],
    );
    expect(coefficients[0]).toBeCloseTo(2, 12);
    expect(coefficients[1]).toBeCloseTo(3, 12);
    expect(squared).toBeCloseTo(0, 12);
  });

  it('leaves out what would be negative', () => {
    const { coefficients } = nonNegative(
      [
        [1, 1],
        [1, 0],
      ],
      [1, 2],
    );
    // Without the bound they would be 2 and −1.
    expect(coefficients).toEqual([1.5, 0]);
  });
});

describe('the power curve of a cluster', () => {
  it('is found again from its own points, also at those it has not seen', () => {
    const curve = fitCurve(points);
    expect(relativeError(curve, points)).toBeLessThan(0.005);
    expect(unseenError(points)).toBeLessThan(0.01);
  });

  it('tells how far off it is', () => {
    const noisy = points.map((p, i) => ({ ...p, watts: p.watts * (i % 2 === 0 ? 1.1 : 0.9) }));
    expect(relativeError(fitCurve(noisy), noisy)).toBeGreaterThan(0.08);
  });
});

describe('the power of a server by load', () => {
  const loads = Array.from({ length: 11 }, (_, i) => i / 10);

  it('is found again', () => {
    const fit = fitLoad(loads.map(load => ({ load, watts: 50 + 200 * (2 * load - load ** 1.5) })));
    expect(fit).toMatchObject({ idle: expect.closeTo(50, 6), full: expect.closeTo(250, 6), r: 1.5 });
    expect(fit.error).toBeLessThan(1e-6);
    expect(fit.lineError).toBeGreaterThan(0.02);
  });
});
