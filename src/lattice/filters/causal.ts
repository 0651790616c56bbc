/**
 * The causal form, O(1) a sample: s ← s + α(x − s), an exponential moving average of α = 1 − ρ. It is the minimum-phase factor of the lattice
 * form and, with reflecting edges, equals the newest sample of the full solve exactly. So the live edge is never put through an FFT: a periodic
 * window would leak 31.7 % of "now" from its oldest samples.
 */

import { usable } from '../metrics/series.js';
import { newestWeight } from './pole.js';
import { phi } from './resolvent.js';

export class CausalFilter {
  private readonly alpha: number;
  private state = Number.NaN;

  /** `start` is the state before the first sample; without it the filter begins at its first sample, as if that had always been. */
  constructor(lambda = phi, start = Number.NaN) {
    this.alpha = newestWeight(lambda);
    this.state = start;
  }

  /** Takes a sample. One that is not usable is a gap: the last value is held. */
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
