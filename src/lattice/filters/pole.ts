import { phi } from './resolvent.js';

/** The greatest double below 1. */
const belowOne = 1 - Number.EPSILON / 2;

/**
 * The pole ρ of the lattice reading, in [0, 1), no unit. R(ω) = 1/(1 + 4λ sin²(ω/2)) = (1−ρ)² / |1 − ρe^−iω|² (spectral factorisation), so the
 * kernel is (1−ρ)/(1+ρ)·ρ^|n| and the minimum-phase factor is a one-pole filter of weight α = 1 − ρ. With λ = φ: ρ = 0.4643, α = 0.5357.
 * Throws RangeError unless `lambda` is finite and ≥ 0.
 */
export function pole(lambda = phi): number {
  requireLambda(lambda);
  // (2λ+1−√(1+4λ))/(2λ), in the form that loses no digits for small λ, with 1/α and no overflow
  const inverse = 0.5 + Math.sqrt(0.25 + lambda);
  return Math.min(lambda / (inverse * inverse), belowOne);
}

/**
 * α = 1 − ρ = 2/(1+√(1+4λ)), the causal filter's weight of the newest sample, in (0, 1], no unit. Throws RangeError unless `lambda` is finite and ≥
 * 0.
 */
export function newestWeight(lambda = phi): number {
  requireLambda(lambda);
  return 1 / (0.5 + Math.sqrt(0.25 + lambda));
}

/** The causal filter's time constant −1/ln ρ, in samples; 1.30 with λ = φ. Throws RangeError unless `lambda` is finite and ≥ 0. */
export function timeConstant(lambda = phi): number {
  const alpha = newestWeight(lambda);
  // Near 1 the pole has too few digits left.
  return -1 / (alpha < 0.5 ? Math.log1p(-alpha) : Math.log(pole(lambda)));
}

function requireLambda(lambda: number): void {
  if (!(lambda >= 0 && Number.isFinite(lambda)))
    throw new RangeError(`lambda is ${lambda}, expected a finite number ≥ 0`);
}
