/**
 * The φ-resolvent R(k) = 1 / (1 + λ k²), λ = φ by default: the resolvent of 1 − λ∂², which is Whittaker's graduation, the series z with the
 * least Σ(y−z)² + λ Σ(Δz)² (Whittaker 1923; Tikhonov regularisation of first order).
 *
 * Its k has three readings, with f the frequency in cycles a sample (|f| ≤ ½, ½ is Nyquist):
 * - `cycles`   k = f            the original regularizer: conformance and display only
 * - `radian`   k = 2π f         continuous theory
 * - `lattice`  k = 2 sin(π f)   differences between neighbouring samples, exact on sampled data: everything that decides
 */
import { requirePositive } from '../metrics/series.js';

/** The golden ratio, the default λ. */
export const phi = (1 + Math.sqrt(5)) / 2;

export type KReading = 'cycles' | 'radian' | 'lattice';

/** k of a frequency in cycles a sample. No unit. */
export function wavenumber(reading: KReading, frequency: number): number {
  if (reading === 'cycles') return frequency;
  if (reading === 'radian') return 2 * Math.PI * frequency;
  return 2 * Math.sin(Math.PI * frequency);
}

/** R(k), the gain in amplitude at one k: 1 at k = 0 and falling. In power it is R². */
export const resolvent = (k: number, lambda = phi): number => 1 / (1 + lambda * k * k);

/** R of a frequency in cycles a sample, in a reading. */
export const gainAt = (reading: KReading, frequency: number, lambda = phi): number =>
  resolvent(wavenumber(reading, frequency), lambda);

/** λ of a time scale: φ(τ·fs)². `tau` in s, `rate` in Hz; the filter then forgets over about τ·1.27 s. Throws RangeError unless both are > 0. */
export function lambdaAt(tau: number, rate: number): number {
  requirePositive('tau', tau);
  requirePositive('rate', rate);
  return phi * (tau * rate) ** 2;
}

/**
 * Mean of R over all frequencies: the share C that white noise has. Closed forms of 2∫₀^½ R df.
 * φ: cycles 0.890, radian 0.332, lattice 0.366 = 1/√(1+4λ).
 */
export function whiteShare(reading: KReading, lambda = phi): number {
  if (reading === 'lattice') return 1 / Math.sqrt(1 + 4 * lambda);
  const reach = Math.sqrt(lambda) * wavenumber(reading, 0.5);
  return Math.atan(reach) / reach;
}

/**
 * RMS gain of white noise: √(mean of R² over all frequencies). φ: cycles 0.895, radian 0.442, lattice 0.455.
 * Closed forms: lattice √((1+2λ)/(1+4λ)^1.5); else, with u = √λ·k at Nyquist, √(½(1/(1+u²) + atan(u)/u)).
 */
export function whiteGain(reading: KReading, lambda = phi): number {
  if (reading === 'lattice') return Math.sqrt((1 + 2 * lambda) / (1 + 4 * lambda) ** 1.5);
  const reach = Math.sqrt(lambda) * wavenumber(reading, 0.5);
  return Math.sqrt((1 / (1 + reach * reach) + Math.atan(reach) / reach) / 2);
}
