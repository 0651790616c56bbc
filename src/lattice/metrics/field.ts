/**
 * The φ field: λ follows the noise that a signal shows. In the local-level model y = level + noise, the level a random walk, the steady Kalman
 * filter is the causal φ-filter with λ = var(noise)/var(walk's step) (Muth 1960; Harvey 1989). Δy then has γ₀ = walk + 2·noise and γ₁ = −noise:
 *
 *     λ̂ = −γ₁ / (γ₀ + 2γ₁), clamped to [0.05, 50]; φ while nothing is known.
 *
 * It is poor above 5, where the step's share of γ₀ + 2γ₁ is lost in its estimate: diagnostics, never a gate.
 */
import { phi } from '../filters/resolvent.js';
import { allUsable, at } from './series.js';
import { StreamingField } from './streaming-field.js';

/** λ̂ of a whole series, no unit: φ for less than 16 samples, a constant, a straight line, or a sample that is not usable. */
export function fieldOf(y: Float64Array): number {
  if (!allUsable(y)) return phi;
  const stream = new StreamingField(Number.POSITIVE_INFINITY);
  for (let i = 0; i < y.length; i++) stream.push(at(y, i));
  return stream.value;
}
