import { newestWeight } from '../filters/pole.js';
import { phi } from '../filters/resolvent.js';
import { AdaptiveRice } from './rice.js';
import { requirePositive, requireWindow, usable } from './series.js';
import { gateWindow } from './streaming-moments.js';

/** `compressionRatio` of a stream, O(1) per sample, with exponential forgetting. */
export class StreamingCompression {
  private readonly quantum: number;
  private readonly alpha: number;
  private readonly window: number;
  private readonly raw = new AdaptiveRice();
  private readonly residual = new AdaptiveRice();
  private state = 0;
  private count = 0;
  /** Mean bits a sample. */
  private rawBits = 0;
  private residualBits = 0;

  /**
   * `quantum` in the signal's unit. Averages are plain over the first `window` samples and forget exponentially after. Throws RangeError unless
   * quantum is finite and > 0, `lambda` is finite and ≥ 0, and window is a whole number ≥ 1 or Infinity.
   */
  constructor(quantum: number, lambda = phi, window = gateWindow) {
    requirePositive('quantum', quantum);
    requireWindow('window', window);
    this.quantum = quantum;
    this.alpha = newestWeight(lambda);
    this.window = window;
  }

  /** Takes a sample; a missing one (NaN, infinite, above 10¹⁰⁰ quanta in size) is left out. */
  push(x: number): void {
    const q = Math.floor(x / this.quantum + 0.5);
    if (!usable(q)) return;
    const first = this.count === 0;
    if (this.count < this.window) this.count++;
    const e = q - Math.floor(this.state + 0.5);
    this.state = first ? q : this.state + this.alpha * (q - this.state);
    this.rawBits += (this.raw.cost(q) - this.rawBits) / this.count;
    this.residualBits += (this.residual.cost(e) - this.residualBits) / this.count;
  }

  /** Bits of the residual ÷ bits of the raw series, > 0; `undefined` before two samples. */
  get value(): number | undefined {
    return this.count < 2 ? undefined : this.residualBits / this.rawBits;
  }
}
