/** Coherence of a stream at a time scale (definition: coherence.ts), O(1) a sample, forgetting over `window` samples. */

import { lambdaAt } from '../filters/resolvent.js';
import { coherenceScore, isConstant, passed } from './coherence.js';
import { gateWindow, StreamingMoments } from './streaming-moments.js';

export class StreamingCoherence {
  private readonly moments: StreamingMoments;
  private readonly lambda: number;
  private readonly floor: number;

  /**
   * `tau` in s, `rate` in Hz, `floor` in the signal's unit, `window` in samples; a window of less than some 10·τ·fs mostly sees the mean that it
   * removes. Throws RangeError unless tau and rate are > 0 and window is a whole number ≥ 2.
   */
  constructor(tau: number, rate: number, floor = 0, window = gateWindow) {
    this.lambda = lambdaAt(tau, rate);
    this.moments = new StreamingMoments(this.lambda, window);
    this.floor = floor;
  }

  /** Takes a sample. One that is not usable starts anew. */
  push(x: number): void {
    this.moments.push(x);
  }

  /** Coherence, 0 to 1; 1 for a constant; `undefined` before `window` samples. */
  get value(): number | undefined {
    const { moments, lambda } = this;
    if (!moments.settled) return undefined;
    return isConstant(moments, this.floor) ? 1 : coherenceScore(passed(moments, lambda), lambda);
  }
}
