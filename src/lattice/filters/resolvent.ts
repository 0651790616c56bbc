/**
 * The φ-resolvent R(k) = 1 / (1 + λ k²), λ = φ by default: the resolvent of 1 − λ∂². As a filter it is Whittaker smoothing, the series z that
 * minimises Σ(y−z)² + λ Σ(Δz)² (Whittaker 1923 with first differences; Tikhonov regularisation of first order).
 */
import { requirePositive } from '../metrics/series.js';

/** The golden ratio, the default λ. */
export const phi = (1 + Math.sqrt(5)) / 2;

/**
 * What k means for a frequency f in cycles per sample (|f| ≤ ½, ½ is Nyquist):
 * - `cycles`: k = f. The original regularizer; for conformance and display only.
 * - `radian`: k = 2πf. Continuous theory.
 * - `lattice`: k = 2 sin(πf). Differences between neighbouring samples, exact on sampled data. All metrics use it.
 */
export type KReading = 'cycles' | 'radian' | 'lattice';

/** The k of a frequency in cycles per sample. Radians per sample in the reading `radian`, cycles per sample in `cycles`, no unit in `lattice`. */
export function wavenumber(reading: KReading, frequency: number): number {
  if (reading === 'cycles') return frequency;
  if (reading === 'radian') return 2 * Math.PI * frequency;
  return 2 * Math.sin(Math.PI * frequency);
}

/** R(k) = 1/(1 + λk²), the gain in amplitude: 1 at k = 0 and falling as |k| grows. The gain in power is R². No unit; `lambda` ≥ 0. */
export const resolvent = (k: number, lambda = phi): number => 1 / (1 + lambda * k * k);

/** R at a frequency in cycles per sample, in the given reading of k. The gain in amplitude, no unit. */
export const gainAt = (reading: KReading, frequency: number, lambda = phi): number =>
  resolvent(wavenumber(reading, frequency), lambda);

/**
 * The λ of a time scale: φ(τ·rate)². `tau` in s, `rate` in Hz, result without unit. The causal filter of that λ has a time constant of about
 * 1.27·τ. Throws RangeError unless both are finite and > 0.
 */
export function lambdaAt(tau: number, rate: number): number {
  requirePositive('tau', tau);
  requirePositive('rate', rate);
  return phi * (tau * rate) ** 2;
}

/**
 * The mean of R over all frequencies, 2∫₀^½ R df in closed form: the share C = ΣR|X|²/Σ|X|² of white noise. No unit; `lambda` ≥ 0.
 * With λ = φ: cycles 0.890, radian 0.332, lattice 0.366 = 1/√(1+4λ).
 */
export function whiteShare(reading: KReading, lambda = phi): number {
  if (reading === 'lattice') return 1 / Math.sqrt(1 + 4 * lambda);
  const reach = Math.sqrt(lambda) * wavenumber(reading, 0.5);
  return meanGain(reach);
}

/**
 * The RMS gain of white noise: √(mean of R² over all frequencies). No unit; `lambda` ≥ 0. With λ = φ: cycles 0.895, radian 0.442, lattice 0.455.
 * Closed forms: lattice √((1+2λ)/(1+4λ)^1.5); else, with u = √λ·k at Nyquist, √(½(1/(1+u²) + atan(u)/u)).
 */
export function whiteGain(reading: KReading, lambda = phi): number {
  if (reading === 'lattice') return Math.sqrt((1 + 2 * lambda) / (1 + 4 * lambda) ** 1.5);
  const reach = Math.sqrt(lambda) * wavenumber(reading, 0.5);
  return Math.sqrt((1 / (1 + reach * reach) + meanGain(reach)) / 2);
}

/** atan(u)/u, which is 1 at u = 0. */
const meanGain = (u: number): number => (u === 0 ? 1 : Math.atan(u) / u);
