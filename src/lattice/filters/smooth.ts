/**
 * How the smoothing is solved without a matrix. The kernel factors into a causal and an anticausal pole:
 *
 * 1. Forward: f ← f + α(y − f). It starts with the state that the mirror image of the series would have left.
 * 2. The mirrored solution has z[n] = z[n−1], so z[n−1] = f[n−1]: the newest value needs no future.
 * 3. Backward: z ← z + α(f − z).
 */

import { at } from '../metrics/series.js';
import { newestWeight, pole } from './pole.js';
import { phi } from './resolvent.js';

/** Weights so much below the first are smaller than a double's last digit. */
const negligible = 2 ** -60;

/**
 * Σ ρ^j y[mirror(−1−j)] / Σ ρ^j, j ≥ 0: the filter's state before the first sample. The mirrored series repeats every 2n samples, so both sums are
 * those of one period; negligible terms are left out. The greatest λ give the mean. The first weight only keeps the sum from overflowing.
 */
export function mirroredStart(y: Float64Array, lambda = phi): number {
  const rho = pole(lambda);
  const n = y.length;
  const first = 0.5 / n;
  let weight = first;
  let weights = 0;
  let sum = 0;
  for (let j = 0; j < 2 * n && weight > negligible * first; j++, weight *= rho) {
    weights += weight;
    sum += weight * at(y, j < n ? j : 2 * n - 1 - j);
  }
  return sum / weights;
}

/**
 * `smooth` into an array of the caller's: `out` has the length of `y` and may be `y` itself. Nothing is allocated.
 * Throws RangeError when the lengths differ, and unless `lambda` is finite and ≥ 0.
 */
export function smoothInto(out: Float64Array, y: Float64Array, lambda = phi): void {
  const n = y.length;
  if (out.length !== n) throw new RangeError(`out has ${out.length} samples, expected ${n}`);
  const alpha = newestWeight(lambda);
  let state = mirroredStart(y, lambda);
  for (let i = 0; i < n; i++) {
    state += alpha * (at(y, i) - state);
    out[i] = state;
  }
  // Whatever is no number stays in the state, but the last result would be infinite.
  if (!Number.isFinite(state)) {
    out.fill(Number.NaN);
    return;
  }
  for (let i = n - 2; i >= 0; i--) {
    state += alpha * (at(out, i) - state);
    out[i] = state;
  }
}

/**
 * Whittaker smoothing with first differences (Whittaker 1923; also first-order Tikhonov regularisation): the series z that minimises
 * Σ(y−z)² + λΣ(Δz)². This is the lattice reading of R with reflecting edges, the tridiagonal system [−λ, 1+2λ, −λ] with corners 1+λ, solved
 * exactly in O(n).
 *
 * Returns a new array of the length and in the unit of `y`. A NaN or infinite sample spreads to all of it. Throws RangeError unless `lambda` is
 * finite and ≥ 0.
 */
export function smooth(y: Float64Array, lambda = phi): Float64Array {
  const out = new Float64Array(y.length);
  smoothInto(out, y, lambda);
  return out;
}
