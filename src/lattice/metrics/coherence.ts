/**
 * Coherence: how much of what a signal does is slow against a time scale τ. 1 is slow or constant, 0 is white noise or faster.
 *
 * With the mean removed, C = ΣR|X|²/Σ|X|² in the lattice reading with λ = φ(τ·fs)². White noise has C_w = 1/√(1+4λ), so
 * coherence = clip((C − C_w)/(1 − C_w), 0, 1). No unit.
 */

import { lambdaAt, whiteShare } from '../filters/resolvent.js';
import { type LagMoments, lagMoments } from './lag-moments.js';
import { allUsable } from './series.js';

/** A signal's standard deviation below which it is a constant: what it then does is its quantiser's or its arithmetic's. */
export function isConstant({ mean, variance }: LagMoments, floor: number): boolean {
  const least = Math.max(floor, Math.abs(mean) * 2 ** -40);
  return !(variance > 0 && variance >= least * least);
}

/** C = C_w(1+2q) of a signal that is no constant, in [1/(1+4λ), 1] up to rounding. */
export const passed = ({ variance, covariance }: LagMoments, lambda: number): number =>
  whiteShare('lattice', lambda) * (1 + (2 * covariance) / variance);

/** Coherence of a share C. */
export function coherenceScore(c: number, lambda: number): number {
  const white = whiteShare('lattice', lambda);
  return Math.min(1, Math.max(0, (c - white) / (1 - white)));
}

/**
 * Coherence of a whole series at the time scale `tau` (s), sampled at `rate` (Hz). `floor`, in the series' unit, is the standard deviation below
 * which it is a constant, whose coherence is 1. `undefined` for less than two samples or one that is not usable.
 * Throws RangeError unless tau and rate are > 0.
 */
export function coherence(x: Float64Array, tau: number, rate: number, floor = 0): number | undefined {
  const lambda = lambdaAt(tau, rate);
  if (x.length < 2 || !allUsable(x)) return undefined;
  const moments = lagMoments(x, lambda);
  return isConstant(moments, floor) ? 1 : coherenceScore(passed(moments, lambda), lambda);
}
