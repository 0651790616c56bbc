import { phi, whiteShare } from '../filters/resolvent.js';
import { isConstant, passed } from './coherence.js';
import { type LagMoments, lagMoments } from './lag-moments.js';
import { allUsable, requirePositive } from './series.js';

/** When a signal has too little movement to be judged; its bunching is then 0. Both limits are in the signal's unit. */
export interface Stillness {
  /** A signal with a standard deviation below this is constant. */
  readonly floor: number;
  /** A share from 0 to 1 with a mean below this, or above 1 minus this, is idle or saturated. `undefined` for signals that are not shares. */
  readonly edge: number | undefined;
}

/** Limits for any signal: it is constant only when all its movement may be rounding. */
export const anySignal: Stillness = { floor: 0, edge: undefined };

/**
 * Limits for the busy share of a CPU, from 0 to 1; the same as in native/helper/busy/bunching.c. The floor is 1 %: of a window of 5 ms that is 50 µs,
 * as long as one run of a timer or a kernel worker. Below 3 % and above 97 % only housekeeping is seen, and housekeeping is regular.
 */
export const busyShare: Stillness = { floor: 0.01, edge: 0.03 };

/** B of a share C, in [−1, 1]; −1 at C_min = 1/(1+4λ) = C_w², the least possible (an alternation from sample to sample). */
export function bunchingScore(c: number, lambda: number): number {
  const white = whiteShare('lattice', lambda);
  const score = c >= white ? (c - white) / (1 - white) : (c - white) / (white - white * white);
  return Math.min(1, Math.max(-1, score));
}

/** B of moments; 0 where there is too little to judge. */
export function bunchingOf(moments: LagMoments, lambda: number, { floor, edge }: Stillness): number {
  if (edge !== undefined && (moments.mean < edge || moments.mean > 1 - edge)) return 0;
  return isConstant(moments, floor) ? 0 : bunchingScore(passed(moments, lambda), lambda);
}

/**
 * Bunching B, the signed coherence: is a sample followed by a similar one? −1 is regular (nearly alternating from sample to sample), 0 is Poisson,
 * white or constant, +1 is persistent. No unit.
 *
 * With C and C_w as for `coherence` and C_min = 1/(1+4λ): B = (C − C_w)/(1 − C_w) where C ≥ C_w, else (C − C_w)/(C_w − C_min). The definition is
 * this project's own. It resembles the burstiness parameter of Goh and Barabási (2008) in its range and ends only: theirs is the spread of
 * intervals, this one the order of samples.
 *
 * `x` is the series in any unit, `still` says when it has too little movement to judge (then 0). `undefined` for fewer than two samples or when one
 * is missing (NaN, infinite, above 10¹⁰⁰ in size). Throws RangeError unless `lambda` is finite and > 0.
 */
export function bunching(x: Float64Array, still: Stillness = anySignal, lambda = phi): number | undefined {
  requirePositive('lambda', lambda);
  return x.length < 2 || !allUsable(x) ? undefined : bunchingOf(lagMoments(x, lambda), lambda, still);
}
