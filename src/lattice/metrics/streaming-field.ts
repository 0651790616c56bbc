import { phi } from '../filters/resolvent.js';
import { requireWindow, usable } from './series.js';
import { gateWindow } from './streaming-moments.js';

const least = 0.05;
const most = 50;
/** With fewer samples the estimate is φ. */
const fewest = 16;

/** The φ field of a stream, `fieldOf` as a class: O(1) per sample, with exponential forgetting. */
export class StreamingField {
  private readonly window: number;
  /** Samples since the last start, counted no further than the window needs. */
  private count = 0;
  private previous = 0;
  private step = 0;
  private meanStep = 0;
  private square = 0;
  private product = 0;

  /**
   * Averages are plain over the first `window` steps from sample to sample and forget exponentially after. Throws RangeError unless window is a
   * whole number ≥ 1 or Infinity.
   */
  constructor(window = gateWindow) {
    requireWindow('window', window);
    this.window = window;
  }

  /** Takes a sample. A missing one (NaN, infinite, above 10¹⁰⁰ in size) starts over. */
  push(y: number): void {
    const before = this.count;
    this.count = usable(y) ? before + 1 : 0;
    const step = y - this.previous;
    this.previous = y;
    if (this.count === 0 || before === 0) this.forget();
    else this.take(step, before);
  }

  /** λ̂ in [0.05, 50]; φ while nothing is known. */
  get value(): number {
    if (this.count < fewest) return phi;
    const level = this.meanStep * this.meanStep;
    const lag0 = this.square - level;
    const lag1 = this.product - level;
    if (!(lag0 > 2 ** -40 * (level + this.previous * this.previous * 2 ** -40))) return phi;
    const walk = lag0 + 2 * lag1;
    return walk <= 0 ? most : Math.min(most, Math.max(least, -lag1 / walk));
  }

  private take(step: number, steps: number): void {
    const weight = 1 / Math.min(steps, this.window);
    this.meanStep += weight * (step - this.meanStep);
    this.square += weight * (step * step - this.square);
    if (steps > 1) this.product += (step * this.step - this.product) / Math.min(steps - 1, this.window);
    this.step = step;
  }

  private forget(): void {
    this.step = 0;
    this.meanStep = 0;
    this.square = 0;
    this.product = 0;
  }
}
