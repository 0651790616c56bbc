import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planFft } from '../../../src/lattice/spectra/fft.js';
import { expectClose, size } from '../support.js';

const sizes = [1, 2, 3, 4, 5, 7, 8, 12, 15, 16, 31, 32, 60, 64, 100, 128];
const complex = fc
  .constantFrom(...sizes)
  .chain(n => fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2 * n, maxLength: 2 * n }))
  .map(values => Float64Array.from(values));

/** The definition, X[k] = Σ x[n] e^(−2πikn/N), term by term. */
function naive(x: Float64Array): Float64Array {
  const n = x.length / 2;
  const out = new Float64Array(x.length);
  for (let k = 0; k < n; k++) {
    let re = 0;
    let im = 0;
    for (let i = 0; i < n; i++) {
      const angle = (-2 * Math.PI * ((k * i) % n)) / n;
      const [a = 0, b = 0] = x.subarray(2 * i);
      re += a * Math.cos(angle) - b * Math.sin(angle);
      im += a * Math.sin(angle) + b * Math.cos(angle);
    }
    out[2 * k] = re;
    out[2 * k + 1] = im;
  }
  return out;
}

const tolerance = (x: Float64Array): number => 1e-13 * x.length * size(x);

describe('planFft', () => {
  it('agrees with the definition at powers of two and other sizes', () => {
    fc.assert(
      fc.property(complex, x => {
        const out = new Float64Array(x.length);
        planFft(x.length / 2).forward(out, x);
        expectClose(out, naive(x), tolerance(x));
      }),
      { numRuns: 200 },
    );
  });

  it('undoes itself', () => {
    fc.assert(
      fc.property(complex, x => {
        const plan = planFft(x.length / 2);
        const there = new Float64Array(x.length);
        const back = new Float64Array(x.length);
        plan.forward(there, x);
        plan.inverse(back, there);
        expectClose(back, x, tolerance(x));
      }),
      { numRuns: 200 },
    );
  });

  it.each(sizes)('fills all %i bins of a real series, the upper half too', n => {
    const x = Float64Array.from({ length: n }, (_, i) => Math.cos(3 * i) + i / n);
    const asComplex = Float64Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? (x[i / 2] ?? Number.NaN) : 0));
    const out = new Float64Array(2 * n).fill(1e9);
    planFft(n).real(out, x);
    expectClose(out, naive(asComplex), tolerance(out));
  });

  it('gives the same on a second use of the same plan', () => {
    const plan = planFft(12);
    const first = new Float64Array(24);
    const second = new Float64Array(24);
    const x = Float64Array.from({ length: 24 }, (_, i) => i * i);
    plan.forward(first, x);
    plan.real(second, x.subarray(0, 12));
    plan.forward(second, x);
    expect(second).toEqual(first);
  });

  it('keeps its digits at large sizes that are no power of two', () => {
    const n = 3000;
    const x = Float64Array.from({ length: 2 * n }, (_, i) => Math.sin(i * i));
    const out = new Float64Array(2 * n);
    planFft(n).forward(out, x);
    expectClose(out, naive(x), 1e-10);
  });

  it('refuses sizes that are not whole or below 1', () => {
    for (const bad of [0, -4, 2.5, Number.NaN])
      expect(() => planFft(bad)).toThrow(`size is ${bad}, expected a whole number ≥ 1`);
  });
});
