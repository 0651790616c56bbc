/**
 * The moments of lag-moments.ts of a stream with exponential forgetting, O(1) a sample, no allocation; native/helper/busy/bunching.c
 * computes the same, step by step.
 *
 * Mean and variance are plain averages until there are `window` samples. The covariance instead grows from 0, the value of white noise:
 * a plain average would vary twice as much at first, and Poisson load would be called regular after each start.
 */
import { pole } from '../filters/pole.js';
import { requireWhole, usable } from './series.js';

/** Default forgetting time of the streaming metrics, in samples: the one of the governor's gate. */
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

  /** Takes a sample. A missing one breaks the chain of lags, so it starts over. */
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
