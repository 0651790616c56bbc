import { phi } from '../filters/resolvent.js';
import { allUsable, at } from './series.js';
import { StreamingField } from './streaming-field.js';

/**
 * The φ field: an estimate of the λ that suits a signal's own noise, from 0.05 to 50, no unit.
 *
 * In the local-level model (a random walk seen through white noise) the steady-state Kalman filter is the causal filter with
 * λ = var(noise)/var(step of the walk) (Muth 1960; Harvey 1989). The autocovariances of Δy are then γ₀ = var(step) + 2 var(noise) and
 * γ₁ = −var(noise), so λ̂ = −γ₁/(γ₀ + 2γ₁), clamped to [0.05, 50].
 *
 * The estimate is poor above 5: use it for diagnostics only. It is φ for fewer than 16 samples, for a constant or a straight line, and when a sample
 * is missing (NaN, infinite, above 10¹⁰⁰ in size). `y` is in any unit.
 */
export function fieldOf(y: Float64Array): number {
  if (!allUsable(y)) return phi;
  const stream = new StreamingField(Number.POSITIVE_INFINITY);
  for (let i = 0; i < y.length; i++) stream.push(at(y, i));
  return stream.value;
}
