/**
 * Heat model of one zone: the temperature that a power leads to.
 *
 * 1. The two-node RC model (junction on sink) in its modes, fitted while the machine runs (heat-model-fit.ts).
 * 2. T₀ (surroundings, fans, other sources of heat) follows the newest readings with 2 s: the model gives changes, the sensor gives the starting
 *    point. In s seconds at the power P: T = T₀ + Σ R·(x + (P − x)(1 − e^(−s/τ))).
 * 3. Every 5 s temperature and means are noted; the newest nine notes are kept. What the present model would have predicted from each note to the
 *    next, at the actual power, is compared with the sensor: the root mean square of the difference is its error.
 * 4. It is trusted if it is based on half a minute, explains that to 1 °C, and has an error of less than 1.5 °C.
 */

import { at } from '../../lattice/metrics/series.js';
import type { Saved, Stateful } from '../../model/saved.js';
import { HeatFit } from './heat-model-fit.js';
import { modes, type PowerModes, timeConstants } from './heat-model-modes.js';

const anchorSeconds = 2;
const noteSeconds = 5;
const notes = 9;
const leastSpans = 3;
const leastSeconds = 30;
const trustedResidual = 1;
const trustedError = 1.5;

export class HeatModel implements Stateful {
  readonly fit: HeatFit;
  private readonly x: Float64Array;
  private readonly modes: PowerModes;
  /** T₀, °C. */
  private base = Number.NaN;
  /** Temperatures and means of the notes, the newest at `place`; NaN means no note, or a break. */
  private readonly celsius = new Float64Array(notes).fill(Number.NaN);
  private readonly means = new Float64Array(notes * modes);
  private place = 0;
  private sinceNote = 0;
  private spans = 0;
  private rms = Number.POSITIVE_INFINITY;

  constructor(modes: PowerModes) {
    this.modes = modes;
    this.x = modes.x;
    this.fit = new HeatFit(modes);
  }

  /** Root mean square of its errors 5 s ahead, °C; infinite before the first. */
  get error(): number {
    return this.rms;
  }

  get trusted(): boolean {
    const { seconds, residual } = this.fit;
    const fits = seconds >= leastSeconds && residual < trustedResidual;
    return fits && this.spans >= leastSpans && this.rms < trustedError && !Number.isNaN(this.base);
  }

  /** The model's estimate of the present temperature, °C. */
  get now(): number {
    return this.base + this.heating;
  }

  /** °C in `seconds`, if the power is `watts` until then. */
  predict(watts: number, seconds: number): number {
    const { fast, slow, rFast, rSlow } = this.fit;
    const f = rFast * reached(fast, seconds);
    const s = rSlow * reached(slow, seconds);
    return this.now + f * (watts - at(this.x, fast)) + s * (watts - at(this.x, slow));
  }

  /** The constant power in W that leads to `celsius` in `seconds`; may be negative. */
  powerFor(celsius: number, seconds: number): number {
    const { fast, slow, rFast, rSlow } = this.fit;
    const f = rFast * reached(fast, seconds);
    const s = rSlow * reached(slow, seconds);
    return (celsius - this.now + f * at(this.x, fast) + s * at(this.x, slow)) / (f + s);
  }

  /** Takes the temperature in °C at the end of `dt` s whose power the modes know; `whole`: power counts as constant in it. */
  push(celsius: number, dt: number, whole: boolean): void {
    if (!this.modes.known) return;
    const before = this.heating;
    // A new fit must not change the present temperature: it only predicts changes.
    if (whole && this.fit.push(celsius, dt)) this.base += before - this.heating;
    this.sinceNote += dt;
    if (!whole) this.note(Number.NaN);
    else if (this.sinceNote >= noteSeconds) this.note(celsius);
    if (this.fit.fast < 0) return;
    const base = celsius - this.heating;
    if (Number.isNaN(this.base) || !whole) this.base = base;
    else this.base += (1 - Math.exp(-dt / anchorSeconds)) * (base - this.base);
  }

  save() {
    const { fit, base, celsius, means, place, sinceNote, spans, rms } = this;
    const noted = { celsius: celsius.slice(), means: means.slice(), place, sinceNote };
    return { fit: fit.save(), base, ...noted, spans, rms };
  }

  restore(saved: Saved<HeatModel>): void {
    this.fit.restore(saved.fit);
    this.celsius.set(saved.celsius);
    this.means.set(saved.means);
    ({ base: this.base, place: this.place, sinceNote: this.sinceNote, spans: this.spans, rms: this.rms } = saved);
  }

  /** The contribution of past power, K. */
  private get heating(): number {
    const { fast, slow, rFast, rSlow } = this.fit;
    return fast < 0 ? 0 : rFast * at(this.x, fast) + rSlow * at(this.x, slow);
  }

  private note(celsius: number): void {
    this.sinceNote = 0;
    this.place = (this.place + 1) % notes;
    this.celsius[this.place] = celsius;
    this.means.set(this.x, this.place * modes);
    if (this.fit.fast >= 0) this.review();
  }

  private review(): void {
    const { fast, slow, rFast, rSlow } = this.fit;
    let square = 0;
    this.spans = 0;
    for (let i = 1; i < notes; i++) {
      const to = (this.place + i + 1) % notes;
      const from = (this.place + i) % notes;
      const seen = at(this.celsius, to) - at(this.celsius, from);
      if (Number.isNaN(seen)) continue;
      const said = rFast * this.growth(fast, from, to) + rSlow * this.growth(slow, from, to);
      square += (seen - said) ** 2;
      this.spans++;
    }
    this.rms = this.spans === 0 ? Number.POSITIVE_INFINITY : Math.sqrt(square / this.spans);
  }

  private growth(mode: number, from: number, to: number): number {
    return at(this.means, to * modes + mode) - at(this.means, from * modes + mode);
  }
}

/** The share of the way to its steady state that a mode covers in `seconds`. */
const reached = (mode: number, seconds: number): number => 1 - Math.exp(-seconds / at(timeConstants, mode));
