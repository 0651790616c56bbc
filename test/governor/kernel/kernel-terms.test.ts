import { describe, expect, it } from 'vitest';
import { kernelWeight } from '../../../src/governor/kernel/kernel-terms.js';
import { fixedWeight } from '../../../src/lattice/filters/fixed-point.js';
import { phi } from '../../../src/lattice/filters/resolvent.js';

describe('what is set of the governor of the kernel', () => {
  it("gives the filter's weight for λ = φ(τ·fs)², to one unit", () => {
    for (let tau = 10_000; tau <= 100_000; tau += 100)
      expect(Math.abs(kernelWeight(tau) - fixedWeight(phi * (tau / 5000) ** 2))).toBeLessThanOrEqual(1);
    expect(kernelWeight(50_000)).toBe(4954);
  });
});
