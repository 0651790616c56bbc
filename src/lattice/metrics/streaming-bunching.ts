/** Bunching of a stream (definition: bunching.ts), O(1) a sample: the twin of native/helper/bunching.c. */

import { phi } from '../filters/resolvent.js';
import { bunchingOf, busyShare, type Stillness } from './bunching.js';
import { gateWindow, StreamingMoments } from './streaming-moments.js';

export class StreamingBunching {
  private readonly moments: StreamingMoments;
  private readonly lambda: number;
  private readonly still: Stillness;

  /** `window` in samples. Throws RangeError unless λ ≥ 0 and window is a whole number ≥ 2. */
  constructor(still: Stillness = busyShare, lambda = phi, window = gateWindow) {
    this.moments = new StreamingMoments(lambda, window);
    this.lambda = lambda;
    this.still = still;
  }

  /** Takes a sample, by default a busy share from 0 to 1. One that is not usable starts anew. */
  push(x: number): void {
    this.moments.push(x);
  }

  /** B, −1 to 1; `undefined` before `window` samples. */
  get value(): number | undefined {
    return this.moments.settled ? bunchingOf(this.moments, this.lambda, this.still) : undefined;
  }
}
