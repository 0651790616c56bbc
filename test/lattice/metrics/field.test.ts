import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phi } from '../../../src/lattice/filters/resolvent.js';
import { fieldOf } from '../../../src/lattice/metrics/field.js';
import { golden, shapes } from '../golden/golden.js';
import { anything, dice, normal } from '../support.js';

/** A random walk of unit steps seen through noise of variance λ. */
function localLevel(lambda: number, n: number, seed: number): Float64Array {
  const random = dice(seed);
  let level = 0;
  return Float64Array.from({ length: n }, () => {
    level += normal(random);
    return level + Math.sqrt(lambda) * normal(random);
  });
}

describe('fieldOf', () => {
  it.each(shapes)('of "$name" is the golden one', s => {
    expect(fieldOf(s.x)).toBeCloseTo(s.field, 9);
  });

  it('of a walk seen through noise is the golden one', () => {
    expect(fieldOf(Float64Array.from(golden.walk.x))).toBeCloseTo(golden.walk.field, 9);
  });

  it.each([0.3, phi, 4])('finds λ = %d again from many samples', lambda => {
    expect(fieldOf(localLevel(lambda, 100_000, 4)) / lambda).toBeCloseTo(1, 0.9);
  });

  it('is φ while nothing is known: short, constant, a straight line, a gap', () => {
    expect(fieldOf(localLevel(1, 15, 4))).toBe(phi);
    expect(fieldOf(new Float64Array(50).fill(0.1))).toBe(phi);
    expect(fieldOf(Float64Array.from({ length: 50 }, (_, i) => 40 + 0.1 * i))).toBe(phi);
    expect(fieldOf(localLevel(1, 50, 4).map((v, i) => (i === 20 ? Number.NaN : v)))).toBe(phi);
  });

  it('is 50 for an alternation and 0.05 for what goes on as it went', () => {
    expect(fieldOf(Float64Array.from({ length: 64 }, (_, i) => i % 2))).toBe(50);
    expect(fieldOf(Float64Array.from({ length: 64 }, (_, i) => Math.sin(i / 9)))).toBe(0.05);
  });

  it('is in [0.05, 50] whatever comes', () => {
    fc.assert(
      fc.property(anything, xs => {
        const lambda = fieldOf(Float64Array.from(xs));
        expect(lambda >= 0.05 && lambda <= 50).toBe(true);
      }),
    );
  });
});
