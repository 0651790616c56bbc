/**
 * The lattice form solved exactly in O(n) with reflecting edges: (I − λ∂²) z = y, which as a matrix is tridiagonal [−λ, 1+2λ, −λ] with 1+λ in
 * the corners (Whittaker 1923 graduation, first differences). The kernel factors into a causal and an anticausal pole, so one pass forward and
 * one backward do it, and no matrix is formed.
 *
 * 1. Forward: f ← f + α(y − f), begun with what the past would have left if it were the mirror image of the series.
 * 2. The mirrored solution has z[n] = z[n−1], so z[n−1] = f[n−1]: the newest value needs no future.
 * 3. Backward: z ← z + α(f − z).
 */

import { at } from '../metrics/series.js';
import { newestWeight, pole } from './pole.js';
import { phi } from './resolvent.js';

/** Weights below this are smaller than a double's last digit. */
const negligible = 2 ** -60;

/**
 * α Σ ρ^j y[mirror(−1−j)], j ≥ 0: the filter's state before the first sample. The mirrored series repeats every 2n samples, so the sum is
 * that of one period over 1 − ρ^2n; terms too small to count are left out.
 */
export function mirroredStart(y: Float64Array, lambda = phi): number {
  const rho = pole(lambda);
  const n = y.length;
  let weight = newestWeight(lambda);
  let sum = 0;
  for (let j = 0; j < 2 * n && weight > negligible; j++, weight *= rho)
    sum += weight * at(y, j < n ? j : 2 * n - 1 - j);
  return sum / (1 - rho ** (2 * n));
}

/** Smooths `y` into `out` (same length, may be `y` itself). Unit: the series'. Nothing is allocated. Throws RangeError when the lengths differ. */
export function smoothInto(out: Float64Array, y: Float64Array, lambda = phi): void {
  const n = y.length;
  if (out.length !== n) throw new RangeError(`out has ${out.length} samples, expected ${n}`);
  const alpha = newestWeight(lambda);
  let state = mirroredStart(y, lambda);
  for (let i = 0; i < n; i++) {
    state += alpha * (at(y, i) - state);
    out[i] = state;
  }
  for (let i = n - 2; i >= 0; i--) {
    state += alpha * (at(out, i) - state);
    out[i] = state;
  }
}

/** The smoothed series, a new array. */
export function smooth(y: Float64Array, lambda = phi): Float64Array {
  const out = new Float64Array(y.length);
  smoothInto(out, y, lambda);
  return out;
}
