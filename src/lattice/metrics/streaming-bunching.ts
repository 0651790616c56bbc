import { phi } from '../filters/resolvent.js';
import { bunchingOf, busyShare, type Stillness } from './bunching.js';
import { requirePositive } from './series.js';
import { gateWindow, StreamingMoments } from './streaming-moments.js';

/**
 * `bunching` of a stream, O(1) per sample, with exponential forgetting. In the helper native/helper/busy/bunching.c computes the same, step by step.
 */
export class StreamingBunching {
  private readonly moments: StreamingMoments;
  private readonly lambda: number;
  private readonly still: Stillness;

  /** `window` in samples. Throws RangeError unless `lambda` is finite and > 0 and window is a whole number ≥ 2. */
  constructor(still: Stillness = busyShare, lambda = phi, window = gateWindow) {
    requirePositive('lambda', lambda);
    this.moments = new StreamingMoments(lambda, window);
    this.lambda = lambda;
    this.still = still;
  }

  /** Takes a sample, by default a busy share from 0 to 1. A missing one (NaN, infinite, above 10¹⁰⁰ in size) starts over. */
  push(x: number): void {
    this.moments.push(x);
  }

  /** B, −1 to 1; `undefined` before `window` samples. */
  get value(): number | undefined {
    return this.moments.settled ? bunchingOf(this.moments, this.lambda, this.still) : undefined;
  }
}
