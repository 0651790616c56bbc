/**
 * Power curve: the power cost of each clock on this machine, learned while it works, with its uncertainty.
 *
 * 1. Readings go into bins by clock, one around each 1/32 of the range (bins.ts). The generic share (generic.ts) removes the effect of waiting for
 *    memory from the power, so that bins which saw different programs can be compared.
 * 2. A bin's power over the generic shape's is its ratio; ratios are smoothed as in src/lattice, with weights: min Σ w_k (r_k − o_k)² + μ Σ (r_k −
 *    r_k+1)², w = 1/relative error², μ = 1/(5 %)². Unseen bins follow the generic shape, scaled.
 * 3. Power never falls as the clock rises: a running maximum from below.
 * 4. f_crit(β) = argmin (P(f) − P_idle)·t(f), t(f) = β·f_max/f + 1 − β, over the bins that were measured. A minimum within them is the answer. If it
 *    is at the lower edge, the true one is no higher; at the upper edge, no lower; and the generic shape's answer is bounded by that. With fewer than
 *    four bins, or P_idle unknown: the generic shape's.
 */

import { at } from '../../lattice/metrics/series.js';
import type { Saved, Stateful } from '../../model/saved.js';
import { PowerBins } from './bins.js';
import { costOfRun, genericCritical, genericPower, savedByWaiting } from './generic.js';

/** Bins lie around the steps and both ends of the range, since clocks often stay at the ends. */
const steps = 32;
const binCount = steps + 1;
const settleSeconds = 2;
const neighbourSpread = 0.05;
/** A bin counts as measured from this many seconds and this relative error on. */
const measuredSeconds = 1;
const measuredError = 0.2;
const fewest = 4;
const shareSteps = 64;

/** f_crit in kHz, its certainty (0: nothing was measured, 1: measured on both sides of it), and what it is based on. */
export interface Critical {
  readonly khz: number;
  readonly confidence: number;
  readonly from: 'measured' | 'bounded' | 'generic';
}

export class PowerCurve implements Stateful {
  private readonly min: number;
  private readonly max: number;
  private readonly bins = new PowerBins(binCount);
  private readonly ratio = new Float64Array(binCount).fill(1);
  private readonly pivot = new Float64Array(binCount);
  private readonly answers = new Float64Array(shareSteps + 1).fill(Number.NaN);
  private unsettled = 0;
  /** W per watt of the generic shape; 0 until anything is known. */
  private scale = 0;

  /** `min`, `max`: the range of its clock, kHz. */
  constructor(min: number, max: number) {
    this.min = min;
    this.max = max;
  }

  /** P_idle in W; undefined until busy time has varied or nothing ran for a while. */
  get idle(): number | undefined {
    return this.bins.idle;
  }

  /** Whether anything was measured. */
  get known(): boolean {
    return this.scale > 0;
  }

  /**
   * Takes `dt` s in which `busy` CPUs (the sum of their shares) ran at a mean of `khz` and waited for memory for the share `stall` (0 if unknown),
   * while the package used `watts`.
   */
  push(khz: number, busy: number, watts: number, stall: number, dt: number): void {
    if (!(khz > 0 && busy > 0 && watts >= 0 && dt > 0)) return;
    // Waiting saves only from the busy CPUs' part of the power; while P_idle is unknown all power counts as theirs.
    const idle = Math.min(watts, this.bins.idle ?? 0);
    const computing = idle + (watts - idle) / (1 - savedByWaiting * stall);
    this.bins.run(this.bin(khz), khz, busy, computing, dt);
    this.learned(dt);
  }

  /** Takes `dt` s in which nothing ran and the package used `watts`. */
  rest(watts: number, dt: number): void {
    if (!(watts >= 0 && dt > 0)) return;
    this.bins.rest(watts, dt);
    this.learned(dt);
  }

  /** W that one computing CPU adds at `khz`; NaN until anything is known. */
  perCpu(khz: number): number {
    if (this.scale === 0) return Number.NaN;
    const place = Math.min(steps, Math.max(0, this.place(khz)));
    const k = Math.min(steps - 1, Math.floor(place));
    const ratio = at(this.ratio, k) + (place - k) * (at(this.ratio, k + 1) - at(this.ratio, k));
    return this.scale * ratio * genericPower(khz / this.max);
  }

  /** Standard error of `perCpu` in the bin of `khz` as a share of it; infinite if nothing was measured. */
  uncertainty(khz: number): number {
    const k = this.bin(khz);
    return this.measured(k) ? this.bins.error(k) / this.bins.perCpu(k) : Number.POSITIVE_INFINITY;
  }

  /** f_crit in kHz for a compute share β to the nearest 1/64. As `critical`, but cheap enough for each tick. */
  criticalFrequency(computeShare: number): number {
    const place = Math.round(Math.min(1, Math.max(0, computeShare)) * shareSteps);
    let khz = at(this.answers, place);
    if (Number.isNaN(khz)) {
      khz = this.critical(place / shareSteps).khz;
      this.answers[place] = khz;
    }
    return khz;
  }

  /** The clock at which work of compute share β costs least. */
  critical(computeShare: number): Critical {
    const generic = genericCritical(this.min, this.max, computeShare);
    let seen = 0;
    let lowest = 0;
    let highest = 0;
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < binCount; k++) {
      if (!this.measured(k)) continue;
      const khz = this.bins.frequency(k);
      const cost = costOfRun(this.perCpu(khz), khz / this.max, computeShare);
      if (seen++ === 0) lowest = khz;
      highest = khz;
      if (cost >= least) continue;
      least = cost;
      best = khz;
    }
    const confidence = Math.min(1, seen / (2 * fewest));
    if (seen < fewest || this.bins.idle === undefined) return { khz: generic, confidence: 0, from: 'generic' };
    if (best === lowest && !this.atEdge(best))
      return { khz: Math.min(generic, best), confidence: confidence / 2, from: 'bounded' };
    if (best === highest && !this.atEdge(best))
      return { khz: Math.max(generic, best), confidence: confidence / 2, from: 'bounded' };
    return { khz: best, confidence, from: 'measured' };
  }

  /** Cached answers are state: they stay until the next fit, though the bins change. */
  save() {
    const { min, max, bins, ratio, answers, unsettled, scale } = this;
    return { min, max, bins: bins.save(), ratio: ratio.slice(), answers: answers.slice(), unsettled, scale };
  }

  restore(saved: Saved<PowerCurve>): void {
    this.bins.restore(saved.bins);
    this.ratio.set(saved.ratio);
    this.answers.set(saved.answers);
    ({ unsettled: this.unsettled, scale: this.scale } = saved);
  }

  /** Whether a clock is so low, or so high, that it has no neighbour that could be cheaper. */
  private atEdge(khz: number): boolean {
    const place = this.place(khz);
    return place < 1 || place > steps - 1;
  }

  private place(khz: number): number {
    return ((khz - this.min) / (this.max - this.min)) * steps;
  }

  private bin(khz: number): number {
    return Math.min(steps, Math.max(0, Math.round(this.place(khz))));
  }

  private measured(k: number): boolean {
    return (
      this.bins.seconds(k) >= measuredSeconds &&
      this.bins.perCpu(k) > 0 &&
      this.bins.error(k) < measuredError * this.bins.perCpu(k)
    );
  }

  private learned(dt: number): void {
    this.unsettled += dt;
    if (this.unsettled < settleSeconds) return;
    this.unsettled = 0;
    this.bins.settle();
    this.smooth();
    this.answers.fill(Number.NaN);
  }

  private smooth(): void {
    const { ratio } = this;
    let weights = 0;
    let sum = 0;
    for (let k = 0; k < binCount; k++) {
      const weight = this.weight(k);
      if (weight === 0) continue;
      weights += weight;
      sum += weight * this.observed(k);
    }
    if (weights === 0) return;
    this.scale = sum / weights;
    // Thomas' algorithm on the tridiagonal system. Ratios are in units of the scale, so that a spread of 5 % means 5 %.
    const coupling = 1 / neighbourSpread ** 2;
    for (let k = 0; k < binCount; k++) {
      const weight = this.weight(k);
      const sides = k === 0 || k === binCount - 1 ? 1 : 2;
      const before = k === 0 ? 0 : coupling / at(this.pivot, k - 1);
      this.pivot[k] = weight + sides * coupling - before * (k === 0 ? 0 : coupling);
      ratio[k] =
        (weight === 0 ? 0 : (weight * this.observed(k)) / this.scale) + (k === 0 ? 0 : before * at(ratio, k - 1));
    }
    for (let k = binCount - 1; k >= 0; k--)
      ratio[k] = (at(ratio, k) + (k === binCount - 1 ? 0 : coupling * at(ratio, k + 1))) / at(this.pivot, k);
    for (let k = 1; k < binCount; k++) ratio[k] = Math.max(at(ratio, k), at(ratio, k - 1) * this.rise(k));
  }

  /** The lowest ratio, relative to the one a step below, at which power does not fall as the clock rises. */
  private rise(k: number): number {
    return genericPower(this.share(k - 1)) / genericPower(this.share(k));
  }

  /** The clock of a step as a share of the best. */
  private share(k: number): number {
    return (this.min + (k / steps) * (this.max - this.min)) / this.max;
  }

  private weight(k: number): number {
    return this.measured(k) ? (this.bins.perCpu(k) / this.bins.error(k)) ** 2 : 0;
  }

  private observed(k: number): number {
    return this.bins.perCpu(k) / genericPower(this.bins.frequency(k) / this.max);
  }
}
