/** The lattice compression ratio of a stream (definition: compression.ts), O(1) a sample, no allocation. */
import { newestWeight } from '../filters/pole.js';
import { phi } from '../filters/resolvent.js';
import { AdaptiveRice } from './rice.js';
import { requirePositive, usable } from './series.js';
import { gateWindow } from './streaming-moments.js';

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

  /** `quantum` in the signal's unit; averages are plain over `window` samples and forget after. Throws RangeError unless quantum is > 0. */
  constructor(quantum: number, lambda = phi, window = gateWindow) {
    requirePositive('quantum', quantum);
    this.quantum = quantum;
    this.alpha = newestWeight(lambda);
    this.window = window;
  }

  /** Takes a sample; one that is not usable is left out. */
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
