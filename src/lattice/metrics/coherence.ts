import { lambdaAt, whiteShare } from '../filters/resolvent.js';
import { type LagMoments, lagMoments } from './lag-moments.js';
import { allUsable } from './series.js';

/** True when the standard deviation is below `floor`, or so small that it may be rounding alone. */
export function isConstant({ mean, variance }: LagMoments, floor: number): boolean {
  const least = Math.max(floor, Math.abs(mean) * 2 ** -40);
  return !(variance > 0 && variance >= least * least);
}

/** C = C_w(1+2q) of a signal that is not constant, in [1/(1+4λ), 1] up to rounding. */
export const passed = ({ variance, covariance }: LagMoments, lambda: number): number =>
  whiteShare('lattice', lambda) * (1 + (2 * covariance) / variance);

/** Coherence of a share C: clip((C − C_w)/(1 − C_w), 0, 1). */
export function coherenceScore(c: number, lambda: number): number {
  const white = whiteShare('lattice', lambda);
  return Math.min(1, Math.max(0, (c - white) / (1 - white)));
}

/**
 * Coherence: the share of a signal's power that is slower than a time scale, from 0 (white noise or faster) to 1 (slow or constant). No unit.
 *
 * With the mean removed, C = ΣR|X|²/Σ|X|² in the lattice reading with λ = φ(τ·fs)². White noise has C_w = 1/√(1+4λ), and
 * coherence = clip((C − C_w)/(1 − C_w), 0, 1). The series is taken as periodic. The definition is this project's own.
 *
 * `x` is the series in any unit, `tau` the time scale in s, `rate` the sampling rate in Hz. A series whose standard deviation is below `floor`, in
 * its unit, is constant: give the sensor's quantum. `undefined` for fewer than two samples or when one is missing (NaN, infinite, above 10¹⁰⁰ in
 * size). Throws RangeError unless tau and rate are finite and > 0.
 */
export function coherence(x: Float64Array, tau: number, rate: number, floor = 0): number | undefined {
  const lambda = lambdaAt(tau, rate);
  if (x.length < 2 || !allUsable(x)) return undefined;
  const moments = lagMoments(x, lambda);
  return isConstant(moments, floor) ? 1 : coherenceScore(passed(moments, lambda), lambda);
}
