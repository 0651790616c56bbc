/**
 * Package power as the sum of P_idle and of what busy time draws at each clock, fitted to all readings at once: P = P_idle + Σ_k h_k·r_k, h_k the busy
 * time at the k-th of some points of the clock's range times the generic shape's power there, r_k the watts for each watt of the generic shape.
 *
 * 1. Readings are kept as information (information.ts): what is known of a combination fades over five minutes of further readings of it.
 * 2. The prior is a random walk with a drift: r_k+1 − r_k = s + noise. The noise has a deviation of 5 % of the level r (the one r that fits best if all
 *    are equal), s one of 1.5 %: machines are steeper or flatter than the generic shape as a whole. The level is free, and so nearly is P_idle.
 * 3. The solution of (A + prior)·θ = right side is the mean of what is known, the inverse of A + prior its covariance. P_idle below 0 is 0.
 * 4. With `common` there is one unknown more: what CPUs share draws while any of them is at work, W. Before readings it is 8 % of what a CPU draws at most,
 *    as in the generic shape, give or take half of that.
 * 5. The noise is learned: what the fit left unexplained in the last half minute, as a share of the power. A reading that is more than four deviations
 *    off, by the noise and by what is not known yet, counts as four.
 *
 * A fit costs O(n³): for 35 unknowns 0.1 ms, once a second at most. A reading costs O(n²).
 */
import { factorize, solve } from '../../lattice/metrics/least-squares.js';
import { at } from '../../lattice/metrics/series.js';
import type { Saved, Stateful } from '../../model/saved.js';
import { awake } from './generic.js';
import { Information } from './information.js';

const memorySeconds = 300;
/** Of the level, from one point to the next. */
const neighbourSpread = 0.05;
const driftSpread = 0.015;
const levelSpread = 4;
/** Of the scale: what CPUs share while one is at work, and how far off that may be. */
const commonSpread = awake / 2;
/** Of the scale. */
const leastRatio = 0.02;
/** Error of any meter, W. */
const floorWatts = 0.03;
const leastNoise = 0.01;
const mostNoise = 0.3;
const firstNoise = 0.05;
const noiseSeconds = 10;
const reach = 4;
/** P_idle counts as known from this error on, as a share of what a CPU draws at most. */
const idleKnown = 0.1;
/** Times what is known: as good as certain. */
const pinned = 1e6;

export class JointFit implements Stateful {
  readonly points: number;
  /** W per watt of the generic shape, at all points together; 0 until readings with busy time were fitted. */
  scale = 0;
  /** P_idle, the r_k, what CPUs share if that is asked for, and s. */
  private readonly size: number;
  private readonly common: boolean;
  private readonly information: Information;
  /** All unknowns, and their covariance's lower triangle. */
  private readonly mean: Float64Array;
  private readonly covariance: Float64Array;
  private noise = firstNoise;
  private readonly system: Float64Array;
  private readonly inverse: Float64Array;
  private readonly column: Float64Array;

  constructor(points: number, common = false) {
    const size = points + (common ? 3 : 2);
    this.points = points;
    this.common = common;
    this.size = size;
    this.information = new Information(size);
    this.mean = new Float64Array(size);
    this.covariance = new Float64Array((size * (size + 1)) / 2);
    this.system = new Float64Array(size * size);
    this.inverse = new Float64Array(size);
    this.column = new Float64Array(size);
  }

  /** P_idle in W; undefined while it can't be told from the rest. */
  get idle(): number | undefined {
    const idle = at(this.mean, 0);
    const variance = at(this.covariance, 0);
    return variance > 0 && Math.sqrt(variance) < idleKnown * (idle + this.scale) ? idle : undefined;
  }

  /** The i-th unknown: P_idle for 0, r_k for k + 1. */
  estimate(i: number): number {
    return at(this.mean, i);
  }

  /** Covariance of two unknowns. */
  shared(i: number, j: number): number {
    return at(this.covariance, i >= j ? place(i, j) : place(j, i));
  }

  /** Standard error of an unknown if all others were known, from readings alone; infinite where there are none. */
  ownError(i: number): number {
    const known = this.certainty * this.information.element(i, i);
    return known > 0 ? 1 / Math.sqrt(known) : Number.POSITIVE_INFINITY;
  }

  /** Takes `watts` over `dt` s. `row`: 1, the h_k, with `common` the share of the time in which any CPU was at work, 0; `off`: W by which the row may be wrong. */
  take(row: Float64Array, watts: number, off: number, dt: number): void {
    const share = this.noise * watts;
    const error = floorWatts ** 2 + share ** 2 + off ** 2;
    let value = watts;
    if (this.scale > 0) {
      const [expected, unknown] = this.predicted(row);
      const most = reach * Math.sqrt(error + unknown);
      value = Math.min(expected + most, Math.max(expected - most, watts));
      if (watts > 0) this.learnNoise(((value - expected) / watts) ** 2 * (error / (error + unknown)), dt);
    }
    // Each reading weighs as much as at the usual noise: what came while little was unexplained must not outlast what comes after.
    const usual = floorWatts ** 2 + (firstNoise * watts) ** 2 + off ** 2;
    this.information.take(row, Math.max(0, value), dt / usual, 1 - Math.min(1, dt / memorySeconds));
  }

  /** Solves for all unknowns again. */
  settle(): void {
    const { level, usual } = this.together();
    this.scale = level;
    const loose = usual > 0 ? 1 / usual ** 2 : 1;
    this.solve(loose);
    // Less than nothing is no power: what the readings then say of the rest is asked with P_idle at 0.
    if (at(this.mean, 0) < 0) this.solve(pinned * (loose + this.certainty * this.information.element(0, 0)));
    this.mean[0] = Math.max(0, at(this.mean, 0));
    for (let i = 1; i <= this.points; i++) this.mean[i] = Math.max(leastRatio * level, at(this.mean, i));
    if (this.common) this.mean[this.points + 1] = Math.max(0, at(this.mean, this.points + 1));
  }

  /** What readings have said. */
  readings(): Saved<Information> {
    return this.information.save();
  }

  /** Begins with earlier readings, which count for a share of what they did. False if they are of other unknowns. */
  recall(readings: { right: ArrayLike<number>; triangle: ArrayLike<number> }, share: number): boolean {
    if (readings.right.length !== this.size) return false;
    this.information.restore(readings);
    this.information.fade(share);
    return true;
  }

  save() {
    const { information, mean, covariance, noise, scale } = this;
    return { information: information.save(), mean: mean.slice(), covariance: covariance.slice(), noise, scale };
  }

  restore({ information, mean, covariance, noise, scale }: Saved<JointFit>): void {
    this.information.restore(information);
    this.mean.set(mean);
    this.covariance.set(covariance);
    this.noise = noise;
    this.scale = scale;
  }

  /** The level that fits best if all r_k are equal, and the usual power, W. */
  private together(): { level: number; usual: number } {
    const { information, points } = this;
    const seconds = information.element(0, 0);
    if (!(seconds > 0)) return { level: 0, usual: 0 };
    const usual = at(information.right, 0) / seconds;
    let [cross, square, right] = [0, 0, 0];
    for (let i = 1; i <= points; i++) {
      cross += information.element(i, 0);
      right += at(information.right, i);
      for (let j = 1; j <= points; j++) square += information.element(i, j);
    }
    if (!(square > 0)) return { level: 0, usual };
    const first = seconds + 1 / Math.max(floorWatts, usual) ** 2;
    const level = (right * first - cross * at(information.right, 0)) / (square * first - cross ** 2);
    const idle = (at(information.right, 0) - cross * level) / first;
    return { level: Math.max(0, idle < 0 ? right / square : level), usual };
  }

  /** `idlePrior`: how surely P_idle is 0 before any reading, 1/W². */
  private solve(idlePrior: number): void {
    const { size, system, information, mean, column, covariance, scale } = this;
    const coupling = scale > 0 ? 1 / (neighbourSpread * scale) ** 2 : 1;
    const loose = scale > 0 ? 1 / (levelSpread * scale) ** 2 / this.points : 1;
    const { points, certainty } = this;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) system[i * size + j] = certainty * information.element(i, j);
      column[i] = certainty * at(information.right, i) + (i >= 1 && i <= points ? loose * scale : 0);
    }
    const add = (i: number, j: number, amount: number): void => {
      system[i * size + j] = at(system, i * size + j) + amount;
    };
    const drift = size - 1;
    add(0, 0, idlePrior);
    for (let i = 1; i <= points; i++) add(i, i, loose);
    if (this.common) {
      const sure = scale > 0 ? 1 / (commonSpread * scale) ** 2 : pinned;
      add(points + 1, points + 1, sure);
      column[points + 1] = at(column, points + 1) + sure * awake * scale;
    }
    add(drift, drift, coupling * (neighbourSpread / driftSpread) ** 2);
    // (r_i+1 − r_i − s)², multiplied out.
    for (let i = 1; i < points; i++) {
      add(i, i, coupling);
      add(i + 1, i + 1, coupling);
      add(i + 1, i, -coupling);
      add(drift, drift, coupling);
      add(drift, i, coupling);
      add(drift, i + 1, -coupling);
    }
    factorize(system, 0, size);
    solve(mean, system, 0, column);
    for (let j = 0; j < size; j++) {
      column.fill(0);
      column[j] = 1;
      solve(this.inverse, system, 0, column);
      for (let i = j; i < size; i++) covariance[place(i, j)] = at(this.inverse, i);
    }
  }

  /** What the fit expects of a row, W, and how much of that is not known, W². */
  private predicted(row: Float64Array): readonly [watts: number, variance: number] {
    const { size, mean, covariance } = this;
    let watts = 0;
    let variance = 0;
    for (let i = 0; i < size; i++) {
      const h = at(row, i);
      if (h === 0) continue;
      watts += h * at(mean, i);
      for (let j = 0; j < i; j++) variance += 2 * h * at(row, j) * at(covariance, place(i, j));
      variance += h * h * at(covariance, place(i, i));
    }
    return [watts, Math.max(0, variance)];
  }

  /** What a reading tells, against one with the usual noise. */
  private get certainty(): number {
    return (firstNoise / this.noise) ** 2;
  }

  private learnNoise(square: number, dt: number): void {
    const now = this.noise ** 2 + (1 - Math.exp(-dt / noiseSeconds)) * (square - this.noise ** 2);
    this.noise = Math.min(mostNoise, Math.max(leastNoise, Math.sqrt(now)));
  }
}

/** Of an element of a lower triangle, i ≥ j. */
const place = (i: number, j: number): number => (i * (i + 1)) / 2 + j;
