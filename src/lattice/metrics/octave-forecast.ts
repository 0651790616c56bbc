/** Forecasts of one signal a fixed number of samples ahead, and their score: the part of the horizon that each octave has for itself. */
import { solve } from './least-squares.js';
import { fitEvery, meanPlace, type Regressors, samplePlace, width } from './regressors.js';
import { at } from './series.js';

/** Pairs of regressors and target before the first forecast. A multiple of `fitEvery`. */
const warmUp = 64;
/** Scores before there is an R². */
const fewest = 32;

export class OctaveForecast {
  private readonly ahead: number;
  private readonly window: number;
  /** Variance of the quantiser's noise, Q²/12: a signal that never moves by more counts as predicted. */
  private readonly noise: number;
  private readonly weights = new Float64Array(width);
  /** E[z·target], the right side of the fit. */
  private readonly cross = new Float64Array(width);
  /** The forecasts whose samples have not come. */
  private readonly pending: Float64Array;
  /** The range of targets so far. No forecast leaves it: the first fits to a slow signal would. */
  private lowest = 0;
  private highest = 0;
  private scores = 0;
  private error = 0;
  private plain = 0;

  /** `ahead`, a power of two, and `window` in samples, `noise` in the signal's unit squared. */
  constructor(ahead: number, window: number, noise: number) {
    this.ahead = ahead;
    this.window = window;
    this.noise = noise;
    this.pending = new Float64Array(ahead);
  }

  /**
   * Takes the newest sample. It is the target, as offset from the mean of that time, of the regressors of `ahead` samples ago; then the forecast
   * of the sample that comes `ahead` samples from now is made and kept.
   */
  push(regressors: Regressors): void {
    const { ahead, cross, weights } = this;
    const { ring } = regressors;
    const pairs = regressors.count - ahead;
    if (pairs <= 0) return;
    const then = regressors.slot(pairs - 1);
    const now = regressors.slot(regressors.count - 1);
    const target = at(ring, now + samplePlace) - at(ring, then + meanPlace);
    const place = regressors.count & (ahead - 1);
    if (pairs - ahead >= warmUp) this.score(target, at(this.pending, place));
    this.lowest = Math.min(this.lowest, target);
    this.highest = Math.max(this.highest, target);
    const weight = 1 / Math.min(pairs, this.window);
    for (let i = 0; i < width; i++) cross[i] = at(cross, i) + weight * (at(ring, then + i) * target - at(cross, i));

    if (pairs < warmUp) return;
    if (pairs % fitEvery === 0) solve(weights, regressors.factors, regressors.fit(pairs), cross);
    let forecast = 0;
    for (let i = 0; i < width; i++) forecast += at(weights, i) * at(ring, now + i);
    this.pending[place] = Math.max(this.lowest, Math.min(this.highest, forecast));
  }

  /** Out-of-sample R² = 1 − E[(x − forecast)²]/E[(x − running mean)²]; 1 for what never leaves its quantum; NaN before 32 scores. No unit. */
  get skill(): number {
    if (this.scores < fewest) return Number.NaN;
    return this.plain <= this.noise ? 1 : 1 - this.error / this.plain;
  }

  reset(): void {
    this.weights.fill(0);
    this.cross.fill(0);
    this.lowest = 0;
    this.highest = 0;
    this.scores = 0;
    this.error = 0;
    this.plain = 0;
  }

  private score(target: number, forecast: number): void {
    if (this.scores < this.window) this.scores++;
    const weight = 1 / this.scores;
    this.error += weight * ((target - forecast) ** 2 - this.error);
    this.plain += weight * (target * target - this.plain);
  }
}
