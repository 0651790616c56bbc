/**
 * One thermal zone over time.
 *
 * 1. Temperature is the median of three samples, so that one glitch never throttles; its slope is an EMA of 0.5 s.
 * 2. The heat model (heat-model.ts) learns from the sensor, except from what the median calls a glitch.
 *
 * The model speaks for the zone while it is trusted. It starts from the sensor, so heat that no meter measures is included.
 */
import type { Saved, Stateful } from '../../model/saved.js';
import { HeatModel } from './heat-model.js';
import type { PowerModes } from './heat-model-modes.js';

const slopeSeconds = 0.5;
const aheadSeconds = 1;
/** After an interval longer than this the slope is out of date. */
const longInterval = 2;
const glitch = 5;

export class ZoneHeat implements Stateful {
  readonly model: HeatModel;
  /** °C: median of three, and where its slope leads in 1 s. */
  now = Number.NaN;
  predicted = Number.NaN;
  /** Whether the model speaks for it; the rule decides. */
  foreseen = false;
  private slope = 0;
  private newest = Number.NaN;
  private older = Number.NaN;
  private oldest = Number.NaN;

  constructor(modes: PowerModes) {
    this.model = new HeatModel(modes);
  }

  /** Takes a temperature in °C at the end of `interval` s; the power modes already cover these, including `asleep` s of sleep. */
  push(celsius: number, interval: number, asleep: number): void {
    const before = this.now;
    this.oldest = this.older;
    this.older = this.newest;
    this.newest = celsius;
    this.now = middle(this.newest, this.older, this.oldest);
    if (asleep > 0) this.slope = 0;
    else if (!Number.isNaN(before) && interval > 0) {
      const weight = interval > longInterval ? 1 : 1 - Math.exp(-interval / slopeSeconds);
      this.slope += weight * ((this.now - before) / interval - this.slope);
    }
    this.predicted = this.now + this.slope * aheadSeconds;
    if (interval > 0 && Math.abs(celsius - this.now) < glitch)
      this.model.push(celsius, interval, asleep === 0 && interval <= longInterval);
  }

  save() {
    const { model, now, predicted, foreseen, slope, newest, older, oldest } = this;
    return { model: model.save(), now, predicted, foreseen, slope, newest, older, oldest };
  }

  restore(saved: Saved<ZoneHeat>): void {
    this.model.restore(saved.model);
    ({ now: this.now, predicted: this.predicted, foreseen: this.foreseen, slope: this.slope } = saved);
    ({ newest: this.newest, older: this.older, oldest: this.oldest } = saved);
  }
}

/** Median of up to three values, newest first; of two the larger. */
function middle(a: number, b: number, c: number): number {
  if (Number.isNaN(b)) return a;
  if (Number.isNaN(c)) return Math.max(a, b);
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
