/**
 * The moments of lag-moments.ts of a stream with exponential forgetting, O(1) a sample, no allocation; the twin of native/helper/bunching.c and
 * the same in each step and each choice.
 *
 * Mean and variance are plain averages until there are `window` samples. The covariance instead grows from 0, the value of white noise:
 * otherwise a young bunching has twice the variance of an old one, and Poisson load would be called regular just after each start.
 */
import { pole } from '../filters/pole.js';
import { requireWhole, usable } from './series.js';

/** The forgetting time of the controller's gate, in samples (THEORY 3, gate). */
export const gateWindow = 96;

export class StreamingMoments {
  readonly window: number;
  private readonly rho: number;
  /** Samples since the last start, counted no further than `window`. */
  count = 0;
  mean = 0;
  variance = 0;
  covariance = 0;
  private lagged = 0;

  /** `window` in samples. Throws RangeError unless it is a whole number ≥ 2. */
  constructor(lambda: number, window: number) {
    requireWhole('window', window, 2);
    this.window = window;
    this.rho = pole(lambda);
  }

  /** Takes a sample. One that is not usable breaks the chain of lags, so it starts anew. */
  push(x: number): void {
    if (!usable(x)) {
      this.reset();
      return;
    }
    if (this.count < this.window) this.count++;
    const weight = 1 / this.count;
    this.mean += weight * (x - this.mean);
    const d = x - this.mean;
    this.covariance += (d * this.lagged - this.covariance) / this.window;
    this.variance += weight * (d * d - this.variance);
    this.lagged = this.rho * (this.lagged + d);
  }

  /** True once `window` samples were seen: before that there is no value. */
  get settled(): boolean {
    return this.count >= this.window;
  }

  reset(): void {
    this.count = 0;
    this.mean = 0;
    this.variance = 0;
    this.covariance = 0;
    this.lagged = 0;
  }
}
