import { usable } from '../metrics/series.js';
import { newestWeight } from './pole.js';
import { phi } from './resolvent.js';

/**
 * The causal form of the smoothing, O(1) per sample: s ← s + α(x − s), an exponential moving average with α = 1 − ρ (0.5357 with λ = φ).
 *
 * It is the minimum-phase factor of the lattice reading of R. After its start has faded it equals the newest sample of `smooth` over the same
 * series, whose edges reflect. Never use an FFT for the newest sample: a periodic window takes 31.7 % of it from the oldest samples.
 */
export class CausalFilter {
  private readonly alpha: number;
  private state = Number.NaN;

  /**
   * `start`, in the samples' unit, is the state before the first sample; without it the filter starts at its first sample.
   * Throws RangeError unless `lambda` is finite and ≥ 0.
   */
  constructor(lambda = phi, start = Number.NaN) {
    this.alpha = newestWeight(lambda);
    this.state = start;
  }

  /** Takes a sample. A missing one (NaN, infinite, above 10¹⁰⁰ in size) changes nothing. */
  push(x: number): void {
    if (!usable(x)) return;
    if (Number.isNaN(this.state)) this.state = x;
    else this.state += this.alpha * (x - this.state);
  }

  /** The filtered value now, in the samples' unit; NaN before the first sample. */
  get value(): number {
    return this.state;
  }
}
