import { describe, expect, it } from 'vitest';
import { JointFit } from '../../../src/governor/power-curve/joint-fit.js';

const points = 9;
const idle = 2;

/** A reading's row: `busy` at the k-th point. */
function row(k: number, busy: number): Float64Array {
  const h = new Float64Array(points + 2);
  h[0] = 1;
  h[k + 1] = busy;
  return h;
}

/** Takes `seconds` at the k-th point, where a CPU draws `watts`. */
function see(fit: JointFit, k: number, watts: number, seconds: number): void {
  for (let i = 0; i < seconds; i++) {
    const busy = 0.3 + 0.1 * (i % 7);
    fit.take(row(k, busy), idle + busy * watts, 0, 1);
    fit.settle();
  }
}

describe('the joint fit', () => {
  it('tells P_idle from what points draw, though none was seen at rest', () => {
    const fit = new JointFit(points);
    see(fit, 2, 10, 20);
    see(fit, 6, 14, 20);
    expect(fit.idle).toBeCloseTo(idle, 0);
    expect(fit.estimate(3)).toBeCloseTo(10, 0);
    expect(fit.estimate(7)).toBeCloseTo(14, 0);
  });

  it('is less sure of a point the farther it is from what was seen', () => {
    const fit = new JointFit(points);
    see(fit, 0, 10, 20);
    const errors = Array.from({ length: points }, (_, k) => fit.shared(k + 1, k + 1));
    expect(errors).toEqual(errors.toSorted((a, b) => a - b));
  });

  it('moves little for one glitch of the meter', () => {
    const fit = new JointFit(points);
    see(fit, 4, 10, 30);
    const before = fit.estimate(5);
    fit.take(row(4, 0.5), 1000, 0, 1);
    fit.settle();
    expect(Math.abs(fit.estimate(5) / before - 1)).toBeLessThan(0.02);
  });
});
