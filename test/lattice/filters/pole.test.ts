import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestWeight, pole, timeConstant } from '../../../src/lattice/filters/pole.js';
import { gainAt } from '../../../src/lattice/filters/resolvent.js';
import { lambdas } from '../support.js';

describe('pole', () => {
  it('has the figures of THEORY 1 for φ', () => {
    expect(pole()).toBeCloseTo(0.4643, 4);
    expect(newestWeight()).toBeCloseTo(0.5357, 4);
    expect(timeConstant()).toBeCloseTo(1.3, 2);
  });

  it('is the formula of THEORY 1, without losing digits at small λ', () => {
    fc.assert(
      fc.property(lambdas, l => {
        expect(pole(l)).toBeCloseTo((2 * l + 1 - Math.sqrt(1 + 4 * l)) / (2 * l), 12);
      }),
    );
    expect(pole(1e-20)).toBeCloseTo(1e-20, 30);
    expect(pole(0)).toBe(0);
  });

  it('is below 1 and has a time constant of √λ at every λ, however great', () => {
    for (const l of [1e10, 1e16, 1e20, 1e33, 1e307, Number.MAX_VALUE]) {
      expect(pole(l)).toBeLessThan(1);
      expect(newestWeight(l) * Math.sqrt(l)).toBeCloseTo(1, 4);
      expect(timeConstant(l) / Math.sqrt(l)).toBeCloseTo(1, 4);
    }
  });

  it('squares to the resolvent: (1−ρ)²/|1−ρe^−iω|² = R', () => {
    fc.assert(
      fc.property(lambdas, fc.double({ min: 0, max: 0.5, noNaN: true }), (l, f) => {
        const rho = pole(l);
        const bottom = 1 - 2 * rho * Math.cos(2 * Math.PI * f) + rho * rho;
        expect(newestWeight(l)).toBeCloseTo(1 - rho, 14);
        expect((1 - rho) ** 2 / bottom).toBeCloseTo(gainAt('lattice', f, l), 12);
      }),
    );
  });

  it('refuses a λ below 0', () => {
    expect(() => pole(-1)).toThrow('lambda is -1, expected a finite number ≥ 0');
  });
});
