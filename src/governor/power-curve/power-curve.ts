/**
 * Power curve: the power cost of each clock on this machine, learned while it works, with its uncertainty.
 *
 * 1. The busy time of an interval is spread over points of the clock's range, one each 1/32, between its neighbours; the generic share (generic.ts)
 *    removes what waiting for memory saves. All intervals are fitted at once (joint-fit.ts), as ratios to the generic shape, which points without
 *    readings follow.
 * 2. Power never falls as the clock rises: a running maximum from below.
 * 3. f_crit(β) = argmin (P(f) − P_idle)·t(f), t(f) = β·f_max/f + 1 − β, over the points that were measured. A minimum within them is the answer. If it
 *    is at the lower edge, the true one is no higher; at the upper edge, no lower; and the generic shape's answer is bounded by that. With fewer than
 *    four points, or P_idle unknown: the generic shape's.
 * 4. A curve that tells apart what CPUs share (`common`) fits what the CPU alone adds; else what is shared is in all points.
 */

import { at } from '../../lattice/metrics/series.js';
import type { Saved, Stateful } from '../../model/saved.js';
import { awake, costOfRun, genericCritical, genericPower, savedByWaiting } from './generic.js';
import { JointFit } from './joint-fit.js';

/** Points lie on both ends of the range too, since clocks often stay at the ends. */
const steps = 32;
const points = steps + 1;
/** s from one fit to the next: at first, and when much is known already. */
const firstSettle = 1;
const lastSettle = 5;
const slower = 1 / 20;
/** A point counts as measured where its readings alone, and the whole fit, give its power with these relative errors. */
const ownError = 0.05;
const measuredError = 0.15;
/** What a measurement of a second or two leaves unknown. */
const measuringError = 0.02;
const fewest = 4;
const shareSteps = 64;

/** f_crit in kHz, its certainty (0: nothing was measured, 1: measured on both sides of it), and what it is based on. */
export interface Critical {
  readonly khz: number;
  readonly confidence: number;
  readonly from: 'measured' | 'bounded' | 'generic';
}

/** What a curve has learned, to be kept for long; numbers in the units of the fit. */
export interface KnownCurve {
  /** Package and type of core. */
  readonly key: string;
  /** The range of its clock, kHz. */
  readonly min: number;
  readonly max: number;
  readonly right: readonly number[];
  readonly triangle: readonly number[];
}

export class PowerCurve implements Stateful {
  private readonly min: number;
  private readonly max: number;
  private readonly common: boolean;
  private readonly fit: JointFit;
  private readonly ratio = new Float64Array(points);
  private readonly answers = new Float64Array(shareSteps + 1).fill(Number.NaN);
  /** What the interval that is being taken adds: 1, busy time at each point times the generic power there, 0. */
  private readonly row: Float64Array;
  private unsettled = 0;
  private learnedFor = 0;

  /** `min`, `max`: the range of its clock, kHz. `common`: whether to tell apart what CPUs share. */
  constructor(min: number, max: number, common = false) {
    this.min = min;
    this.max = max;
    this.common = common;
    this.fit = new JointFit(points, common);
    this.row = new Float64Array(points + (common ? 3 : 2));
  }

  /** P_idle in W; undefined until it can be told from what busy time draws. */
  get idle(): number | undefined {
    return this.fit.idle;
  }

  /** Whether anything was measured. */
  get known(): boolean {
    return this.fit.scale > 0;
  }

  /** W that what CPUs share draws while any of them is at work; 0 where it is not told apart. */
  get shared(): number {
    return this.common ? this.fit.estimate(points + 1) : 0;
  }

  /** Begins an interval. */
  begin(): void {
    this.row.fill(0);
    this.row[0] = 1;
  }

  /** Adds that `busy` CPUs (the sum of their shares) ran at `khz` and waited for memory for the share `stall` (0 if unknown). */
  add(khz: number, busy: number, stall: number): void {
    if (!(khz > 0 && busy > 0)) return;
    const place = Math.min(steps, Math.max(0, this.place(khz)));
    const k = Math.min(steps - 1, Math.floor(place));
    const load = busy * (1 - savedByWaiting * stall) * this.shape(khz / this.max);
    this.row[k + 1] = at(this.row, k + 1) + (1 - (place - k)) * load;
    this.row[k + 2] = at(this.row, k + 2) + (place - k) * load;
  }

  /** Adds that any CPU of the package was at work for this share of the interval. */
  atWork(share: number): void {
    if (this.common) this.row[points + 1] = share;
  }

  /** W that what was added draws by the curve so far, without what CPUs share where that is told apart. */
  expected(): number {
    let sum = 0;
    for (let k = 0; k < points; k++) sum += at(this.row, k + 1) * at(this.ratio, k);
    return sum;
  }

  /** Takes `watts`, the package's power over the interval of `dt` s. `stray`: share of the range by which the clock may have varied in it. */
  take(watts: number, stray: number, dt: number): void {
    if (!(watts >= 0 && dt > 0)) return;
    let busy = 0;
    for (let k = 1; k <= points; k++) busy += at(this.row, k);
    // Power is convex in the clock: the mean clock's is less than the mean by about the square of the variation.
    this.fit.take(this.row, watts, busy * this.fit.scale * stray ** 2, dt);
    this.unsettled += dt;
    this.learnedFor += dt;
    if (this.unsettled >= Math.min(lastSettle, Math.max(firstSettle, slower * this.learnedFor))) this.settle();
  }

  /** W that one computing CPU adds at `khz`; NaN until anything is known. */
  perCpu(khz: number): number {
    if (!this.known) return Number.NaN;
    const place = Math.min(steps, Math.max(0, this.place(khz)));
    const k = Math.min(steps - 1, Math.floor(place));
    const ratio = at(this.ratio, k) + (place - k) * (at(this.ratio, k + 1) - at(this.ratio, k));
    return ratio * this.shape(khz / this.max);
  }

  /** Standard error of `perCpu` at the point next to `khz` as a share of it; infinite where that was not measured. */
  uncertainty(khz: number): number {
    const k = this.point(khz);
    return this.measured(k)
      ? Math.sqrt(this.fit.shared(k + 1, k + 1)) / this.fit.estimate(k + 1)
      : Number.POSITIVE_INFINITY;
  }

  /**
   * By how much what a run costs at `khz` against `other` would change if the package's power was measured with `busy` CPUs at work at `khz`: one
   * standard deviation, as a share. 0 until anything is known.
   */
  doubt(khz: number, other: number, busy: number): number {
    if (!(this.known && busy > 0)) return 0;
    const { fit } = this;
    const [k, l] = [this.point(khz) + 1, this.point(other) + 1];
    const [own, others] = [fit.estimate(k), fit.estimate(l)];
    const share = busy * this.shape(this.share(k - 1));
    // The reading is P_idle + share·r_k, the question r_k against r_l.
    const learns = (i: number): number => fit.shared(0, i) + share * fit.shared(k, i);
    const unknown = fit.shared(0, 0) + 2 * share * fit.shared(0, k) + share ** 2 * fit.shared(k, k);
    const error = measuringError * (fit.estimate(0) + share * own);
    return Math.abs(learns(k) / own - learns(l) / others) / Math.sqrt(Math.max(0, unknown) + error ** 2);
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
    for (let k = 0; k < points; k++) {
      if (!this.measured(k)) continue;
      const x = this.share(k);
      const cost = costOfRun(this.perCpu(x * this.max), x, computeShare);
      if (seen++ === 0) lowest = k;
      highest = k;
      if (cost >= least) continue;
      least = cost;
      best = k;
    }
    const khz = this.share(best) * this.max;
    const confidence = Math.min(1, seen / (2 * fewest));
    if (seen < fewest || this.idle === undefined) return { khz: generic, confidence: 0, from: 'generic' };
    // A reading between two points says something of both, and little of the outer one alone.
    if (best <= lowest + 1 && best > 0)
      return { khz: Math.min(generic, khz), confidence: confidence / 2, from: 'bounded' };
    if (best >= highest - 1 && best < steps)
      return { khz: Math.max(generic, khz), confidence: confidence / 2, from: 'bounded' };
    return { khz, confidence, from: 'measured' };
  }

  /** What it has learned, without what the next fit makes of it. */
  kept(): Omit<KnownCurve, 'key'> {
    const { right, triangle } = this.fit.readings();
    return { min: this.min, max: this.max, right: [...right], triangle: [...triangle] };
  }

  /** Begins with what was kept, which counts for a share of what it did. False if that is of another form or range. */
  recall({ min, max, right, triangle }: KnownCurve, share: number): boolean {
    if (min !== this.min || max !== this.max || !this.fit.recall({ right, triangle }, share)) return false;
    this.settle();
    return true;
  }

  /** Cached answers are state: they stay until the next fit, though readings come. */
  save() {
    const { min, max, fit, ratio, answers, row, unsettled, learnedFor } = this;
    return {
      min,
      max,
      fit: fit.save(),
      ratio: ratio.slice(),
      answers: answers.slice(),
      row: row.slice(),
      unsettled,
      learnedFor,
    };
  }

  restore(saved: Saved<PowerCurve>): void {
    this.fit.restore(saved.fit);
    this.ratio.set(saved.ratio);
    this.answers.set(saved.answers);
    this.row.set(saved.row);
    ({ unsettled: this.unsettled, learnedFor: this.learnedFor } = saved);
  }

  private place(khz: number): number {
    return ((khz - this.min) / (this.max - this.min)) * steps;
  }

  private point(khz: number): number {
    return Math.min(steps, Math.max(0, Math.round(this.place(khz))));
  }

  private measured(k: number): boolean {
    const { fit } = this;
    const ratio = fit.estimate(k + 1);
    return fit.ownError(k + 1) < ownError * ratio && fit.shared(k + 1, k + 1) < (measuredError * ratio) ** 2;
  }

  private settle(): void {
    const { fit, ratio } = this;
    this.unsettled = 0;
    fit.settle();
    for (let k = 0; k < points; k++)
      ratio[k] = k === 0 ? fit.estimate(1) : Math.max(fit.estimate(k + 1), at(ratio, k - 1) * this.rise(k));
    this.answers.fill(Number.NaN);
  }

  /** The lowest ratio, relative to the one a step below, at which power does not fall as the clock rises. */
  private rise(k: number): number {
    return this.shape(this.share(k - 1)) / this.shape(this.share(k));
  }

  private shape(x: number): number {
    return genericPower(x) - (this.common ? awake : 0);
  }

  /** The clock of a step as a share of the best. */
  private share(k: number): number {
    return (this.min + (k / steps) * (this.max - this.min)) / this.max;
  }
}
