/**
 * The pole ρ of the lattice form. R(ω) = 1/(1 + 4λ sin²(ω/2)) = (1−ρ)² / |1 − ρe^−iω|², so its kernel is (1−ρ)/(1+ρ)·ρ^|n| and its
 * minimum-phase factor is the one-pole filter of weight α = 1 − ρ. With λ = φ: ρ = 0.4643, α = 0.5357, a time constant of 1.3 samples.
 */
import { phi } from './resolvent.js';

/** ρ = (2λ+1−√(1+4λ))/(2λ), written as 4λ/(1+√(1+4λ))² so that small λ loses no digits. In [0, 1). Throws RangeError unless λ ≥ 0. */
export function pole(lambda = phi): number {
  if (!(lambda >= 0 && Number.isFinite(lambda)))
    throw new RangeError(`lambda is ${lambda}, expected a finite number ≥ 0`);
  return (4 * lambda) / (1 + Math.sqrt(1 + 4 * lambda)) ** 2;
}

/** α = 1 − ρ, the weight of the newest sample in the causal form; 2/(1+√(1+4λ)). */
export const newestWeight = (lambda = phi): number => 2 / (1 + Math.sqrt(1 + 4 * lambda));

/** The filter's time constant −1/ln ρ, in samples. */
export const timeConstant = (lambda = phi): number => -1 / Math.log(pole(lambda));
