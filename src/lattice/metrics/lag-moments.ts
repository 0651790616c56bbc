/**
 * What coherence and bunching are computed from, in the time domain. With d = x − mean, and S the sum of all earlier d discounted by ρ a sample,
 * q = E[d·S] / E[d²] and the share of power that the lattice resolvent passes is C = ΣR|X|²/Σ|X|² = C_w(1+2q): R's kernel is C_w·ρ^|n|.
 */
import { pole } from '../filters/pole.js';
import { at, mean } from './series.js';

export interface LagMoments {
  /** The series' unit. */
  readonly mean: number;
  /** E[d²], the unit squared. */
  readonly variance: number;
  /** E[d·S], the unit squared. */
  readonly covariance: number;
}

/** The moments of a whole series, taken as periodic as a Fourier transform takes it: two passes, no transform, any length. NaN of an empty series. */
export function lagMoments(x: Float64Array, lambda: number): LagMoments {
  const n = x.length;
  const rho = pole(lambda);
  const level = mean(x);
  let lagged = 0;
  for (let i = 0; i < n; i++) lagged = rho * (lagged + at(x, i) - level);
  // one period from 0 lacks all periods before it, which add the same sum times ρ^n, ρ^2n, …
  lagged /= 1 - rho ** n;
  let variance = 0;
  let covariance = 0;
  for (let i = 0; i < n; i++) {
    const d = at(x, i) - level;
    variance += d * d;
    covariance += d * lagged;
    lagged = rho * (lagged + d);
  }
  return { mean: level, variance: variance / n, covariance: covariance / n };
}
