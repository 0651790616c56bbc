import { describe, expect, it } from 'vitest';
import { allUsable, at, energy, mean, usable } from '../../../src/lattice/metrics/series.js';

describe('series', () => {
  it('reads outside as NaN', () => {
    expect(at(Float64Array.of(4), 0)).toBe(4);
    expect(at(Float64Array.of(4), 1)).toBeNaN();
  });

  it('knows what is missing', () => {
    expect([0, -1e100, 5e-324].every(usable)).toBe(true);
    expect([Number.NaN, Number.NEGATIVE_INFINITY, 1e101].some(usable)).toBe(false);
    expect(allUsable(Float64Array.of(1, Number.NaN))).toBe(false);
    expect(allUsable(new Float64Array(0))).toBe(true);
  });

  it('has mean and energy', () => {
    expect(mean(Float64Array.of(1, 2, 6))).toBe(3);
    expect(energy(Float64Array.of(1, -2, 2))).toBe(9);
  });
});
