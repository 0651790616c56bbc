/**
 * Package power against busy time in one range of clocks, and what a busy CPU adds there: least squares of P = P_idle + b·e_k.
 *
 * 1. Each range of clocks (bin k) keeps Σ1, Σb, Σb², ΣbP, ΣP, ΣP² over seconds; b is the number of busy CPUs (sum of their shares). The newest five
 *    minutes seen in a bin count, so a bin that is not visited is not forgotten.
 * 2. Readings in which hardly anything ran contribute to P_idle alone.
 * 3. The system has the shape of an arrow, one column for P_idle and a diagonal for the e_k, and is solved in one pass: P_idle = (ΣP − Σ_k
 *    Σb·ΣbP/Σb²) / (Σ1 − Σ_k (Σb)²/Σb²), e_k = (ΣbP − P_idle·Σb)/Σb².
 * 4. A reading more than four deviations off its bin counts as four: one glitch of a meter moves nothing.
 */

import { at } from '../../lattice/metrics/series.js';
import type { Saved, Stateful } from '../../model/saved.js';

/** Seconds of a bin that count. */
const memory = 300;
/** Readings one second apart count as independent. */
const independent = 1;
/** Error of any meter: in W, and as a share of the power. */
const floorWatts = 0.2;
const floorShare = 0.05;
/** To fit P_idle, busy time alone must leave this much of the seconds unexplained. */
const leastFree = 0.5;

export class PowerBins implements Stateful {
  readonly count: number;
  private readonly n: Float64Array;
  private readonly b: Float64Array;
  private readonly bb: Float64Array;
  private readonly bp: Float64Array;
  private readonly p: Float64Array;
  private readonly pp: Float64Array;
  private readonly khz: Float64Array;
  private idleSeconds = 0;
  private idleWatts = 0;
  /** P_idle in W; undefined until busy time has varied. */
  idle: number | undefined;

  constructor(count: number) {
    const zeros = (): Float64Array => new Float64Array(count);
    this.count = count;
    this.n = zeros();
    this.b = zeros();
    this.bb = zeros();
    this.bp = zeros();
    this.p = zeros();
    this.pp = zeros();
    this.khz = zeros();
  }

  /** Takes `dt` s in which nothing ran. */
  rest(watts: number, dt: number): void {
    const kept = 1 - Math.min(1, dt / memory);
    this.idleSeconds = this.idleSeconds * kept + dt;
    this.idleWatts = this.idleWatts * kept + dt * watts;
  }

  /** Takes `dt` s in which `busy` CPUs ran at `khz`, in bin `k`. */
  run(k: number, khz: number, busy: number, watts: number, dt: number): void {
    const power = this.clipped(k, busy, watts);
    const kept = 1 - Math.min(1, dt / memory);
    add(this.n, k, kept, dt);
    add(this.b, k, kept, dt * busy);
    add(this.bb, k, kept, dt * busy * busy);
    add(this.bp, k, kept, dt * busy * power);
    add(this.p, k, kept, dt * power);
    add(this.pp, k, kept, dt * power * power);
    add(this.khz, k, kept, dt * busy * khz);
  }

  /** Solves for P_idle again. */
  settle(): void {
    let free = this.idleSeconds;
    let sum = this.idleWatts;
    for (let k = 0; k < this.count; k++) {
      const bb = at(this.bb, k);
      if (!(bb > 0)) continue;
      free += at(this.n, k) - at(this.b, k) ** 2 / bb;
      sum += at(this.p, k) - (at(this.b, k) * at(this.bp, k)) / bb;
    }
    if (free > leastFree) this.idle = Math.max(0, sum / free);
  }

  /** Seconds that count in a bin. */
  seconds(k: number): number {
    return at(this.n, k);
  }

  /** Mean clock in a bin, kHz; NaN if nothing was seen. */
  frequency(k: number): number {
    return at(this.khz, k) / at(this.b, k);
  }

  /** W that one busy CPU adds in a bin, NaN if nothing was seen; P_idle counts as 0 while unknown. */
  perCpu(k: number): number {
    return Math.max(0, at(this.bp, k) - (this.idle ?? 0) * at(this.b, k)) / at(this.bb, k);
  }

  /** Standard error of `perCpu`, W. */
  error(k: number): number {
    return Math.sqrt((this.variance(k) * independent) / at(this.bb, k));
  }

  save() {
    const { n, b, bb, bp, p, pp, khz, idleSeconds, idleWatts, idle } = this;
    return { sums: [n, b, bb, bp, p, pp, khz].map(sums => sums.slice()), idleSeconds, idleWatts, idle };
  }

  restore(saved: Saved<PowerBins>): void {
    const { n, b, bb, bp, p, pp, khz } = this;
    for (const [i, sums] of [n, b, bb, bp, p, pp, khz].entries()) sums.set(saved.sums[i] ?? []);
    ({ idleSeconds: this.idleSeconds, idleWatts: this.idleWatts, idle: this.idle } = saved);
  }

  /** Residual variance of package power in a bin, W². */
  private variance(k: number): number {
    const n = at(this.n, k);
    const e = this.perCpu(k);
    const idle = this.idle ?? 0;
    const square =
      at(this.pp, k) -
      2 * (idle * at(this.p, k) + e * at(this.bp, k)) +
      idle * idle * n +
      2 * idle * e * at(this.b, k) +
      e * e * at(this.bb, k);
    return Math.max(0, square / n) + (floorWatts + (floorShare * at(this.p, k)) / n) ** 2;
  }

  private clipped(k: number, busy: number, watts: number): number {
    if (at(this.n, k) < 3) return watts;
    const expected = (this.idle ?? 0) + busy * this.perCpu(k);
    const reach = 4 * Math.sqrt(this.variance(k));
    return Math.min(expected + reach, Math.max(expected - reach, watts));
  }
}

function add(sums: Float64Array, k: number, kept: number, amount: number): void {
  sums[k] = at(sums, k) * kept + amount;
}
