/**
 * Bunching B, the signed coherence: −1 regular (periodic near its own rate), 0 Poisson, white or constant, +1 persistent. No unit.
 *
 * With C, C_w as in coherence.ts and C_min = 1/(1+4λ) = C_w², the least there is (an alternation from sample to sample):
 * B = (C − C_w)/(1 − C_w) where C ≥ C_w, else (C − C_w)/(C_w − C_min).
 */

import { phi, whiteShare } from '../filters/resolvent.js';
import { isConstant, passed } from './coherence.js';
import { type LagMoments, lagMoments } from './lag-moments.js';
import { allUsable } from './series.js';

/** What is too little to have a pace, both in the signal's unit. */
export interface Stillness {
  /** A standard deviation below this is a constant. */
  readonly floor: number;
  /** A mean below this, or above 1 minus this, has no load whose pace could be read; undefined where the signal is no share. */
  readonly edge: number | undefined;
}

/** Of any signal: nothing but rounding is called constant. */
export const anySignal: Stillness = { floor: 0, edge: undefined };

/**
 * Of a busy share, as in native/helper/bunching.c: 1 % of a 5 ms ladder is 50 µs, the size of a timer's or a kernel worker's run; below 3 % and
 * above 97 % there is only housekeeping, such as this daemon at 10 Hz, and that is regular.
 */
export const busyShare: Stillness = { floor: 0.01, edge: 0.03 };

/** B of a share C, in [−1, 1]. */
export function bunchingScore(c: number, lambda: number): number {
  const white = whiteShare('lattice', lambda);
  const score = c >= white ? (c - white) / (1 - white) : (c - white) / (white - white * white);
  return Math.min(1, Math.max(-1, score));
}

/** B of moments: 0 where there is nothing to judge. */
export function bunchingOf(moments: LagMoments, lambda: number, { floor, edge }: Stillness): number {
  if (edge !== undefined && (moments.mean < edge || moments.mean > 1 - edge)) return 0;
  return isConstant(moments, floor) ? 0 : bunchingScore(passed(moments, lambda), lambda);
}

/** B of a whole series. `undefined` for less than two samples or one that is not usable. Throws RangeError unless λ is ≥ 0. */
export function bunching(x: Float64Array, still: Stillness = anySignal, lambda = phi): number | undefined {
  return x.length < 2 || !allUsable(x) ? undefined : bunchingOf(lagMoments(x, lambda), lambda, still);
}
