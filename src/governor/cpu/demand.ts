import type { Saved, Stateful } from '../../model/saved.js';
import { emaWeight } from '../features/ema.js';

const meanWeight = emaWeight(0.05);
const spreadWeight = emaWeight(4);
const deviations = 6;

/** Demand of one domain: its current value, and how far the next tick strays from it. */
export class Demand implements Stateful {
  mean = 0;
  private square = 0;
  private seconds = 0;

  push(x: number, interval: number): void {
    const error = this.seconds === 0 ? 0 : x - this.mean;
    this.mean = this.seconds === 0 ? x : this.mean + meanWeight(interval) * error;
    this.seconds += interval;
    const weight = Math.max(spreadWeight(interval), interval / this.seconds);
    this.square += weight * (error * error - this.square);
  }

  get deviation(): number {
    return Math.sqrt(this.square);
  }

  /** The share of top at which the work is done before the next piece arrives. */
  get called(): number {
    return Math.max(1.12 * this.mean, 1.05 * this.mean + deviations * this.deviation);
  }

  save() {
    const { mean, square, seconds } = this;
    return { mean, square, seconds };
  }

  restore(saved: Saved<Demand>): void {
    ({ mean: this.mean, square: this.square, seconds: this.seconds } = saved);
  }
}
