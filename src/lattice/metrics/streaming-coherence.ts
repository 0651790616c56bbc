import { lambdaAt } from '../filters/resolvent.js';
import { coherenceScore, isConstant, passed } from './coherence.js';
import { gateWindow, StreamingMoments } from './streaming-moments.js';

/** `coherence` of a stream at a time scale, O(1) per sample, with exponential forgetting. */
export class StreamingCoherence {
  private readonly moments: StreamingMoments;
  private readonly lambda: number;
  private readonly floor: number;

  /**
   * `tau` in s, `rate` in Hz, `floor` in the signal's unit, `window` in samples. Choose a window above 10·tau·rate: a shorter one removes, with
   * its mean, most of what is slow. Throws RangeError unless tau and rate are finite and > 0 and window is a whole number ≥ 2.
   */
  constructor(tau: number, rate: number, floor = 0, window = gateWindow) {
    this.lambda = lambdaAt(tau, rate);
    this.moments = new StreamingMoments(this.lambda, window);
    this.floor = floor;
  }

  /** Takes a sample. A missing one (NaN, infinite, above 10¹⁰⁰ in size) starts over. */
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
