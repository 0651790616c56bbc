import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factorize, solve } from '../../../src/lattice/metrics/least-squares.js';
import { series } from '../support.js';

describe('factorize and solve', () => {
  it('solves (AᵀA + ridge·I) w = r', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        series(42, 42),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (n, values, ridge) => {
          const a = (i: number, j: number): number => (values[i * n + j] ?? Number.NaN) / 100;
          const s = Float64Array.from({ length: n * n }, (_, at) => {
            let sum = 0;
            for (let k = 0; k < n; k++) sum += a(k, Math.floor(at / n)) * a(k, at % n);
            return sum;
          });
          const r = values.slice(36, 36 + n);
          const w = new Float64Array(n);
          const factor = new Float64Array(n * n + 3);
          factor.set(s, 3);
          for (let i = 0; i < n; i++) factor[3 + i * (n + 1)] = (s[i * (n + 1)] ?? Number.NaN) + ridge;
          factorize(factor, 3, n);
          solve(w, factor, 3, r);
          for (let i = 0; i < n; i++) {
            const row = w.reduce((sum, v, j) => sum + v * ((s[i * n + j] ?? Number.NaN) + (i === j ? ridge : 0)), 0);
            expect(Math.abs(row - (r[i] ?? Number.NaN))).toBeLessThan(1e-6);
          }
        },
      ),
    );
  });

  it('gives 0 when there is nothing to solve', () => {
    const w = Float64Array.of(7, 7);
    const factor = Float64Array.of(4, 0, 4, 1);
    factorize(factor, 0, 2);
    solve(w, factor, 0, Float64Array.of(1, 1));
    expect(w).toEqual(Float64Array.of(0, 0));
  });
});
