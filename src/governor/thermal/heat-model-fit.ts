/**
 * Fit of the two-node model in its modes: T = T₀ + Σ (R·x + C·e^(−t/τ)) over a junction's and a sink's mode, with time constants from the ladder.
 *
 * 1. Keep covariances over the newest ten minutes of readings: of all power means (heat-model-modes.ts), of what is left of the unseen start, and of
 *    the temperature.
 * 2. Every 2 s each pair of a fast and a slow time constant is solved for both R ≥ 0 and both C by least squares. The pair that leaves the least of
 *    the temperature unexplained is taken; a different pair than before only if it leaves 5 % less.
 * 3. No fit is made while the temperature has not moved by 2 °C (standard deviation) or the power by a tenth. A fit is rejected if it explains less
 *    than 70 % or implies surroundings colder than −20 °C: power that only follows the temperature (leakage) would cause this.
 */

import { factorize, solve } from '../../lattice/metrics/least-squares.js';
import { at } from '../../lattice/metrics/series.js';
import type { Saved, Stateful } from '../../model/saved.js';
import { fastModes, modes, type PowerModes } from './heat-model-modes.js';

const startAt = modes;
const temperatureAt = 2 * modes;
const size = temperatureAt + 1;
const unknowns = 4;
const memorySeconds = 600;
const fitSeconds = 2;
const leastDeviation = 2;
const leastPowerDeviation = 0.04;
const mostUnexplained = 0.3;
const better = 0.95;
const coldest = -20;
/**
 * Added to each variance, as a share of it. The start's is large: after a step of load that column carries the same information as x_s, and x_s
 * should prevail.
 */
const ridge = 1e-4;
const startRidge = 0.001;

export class HeatFit implements Stateful {
  /** Indices of the time constants in the ladder, −1 before the first fit; K/W. */
  fast = -1;
  slow = -1;
  rFast = 0;
  rSlow = 0;
  /** Standard deviation of the unexplained temperature, °C, and the seconds that it is based on. */
  residual = Number.POSITIVE_INFINITY;
  seconds = 0;
  private readonly modes: PowerModes;
  private weight = 0;
  private unfitted = 0;
  private readonly mean = new Float64Array(size);
  private readonly delta = new Float64Array(size);
  /** Co-moments weighted by seconds, lower triangle. */
  private readonly moments = new Float64Array(size * size);
  private readonly columns = new Int32Array(unknowns);
  private readonly system = new Float64Array(unknowns * unknowns);
  private readonly right = new Float64Array(unknowns);
  private readonly solution = new Float64Array(unknowns);

  constructor(modes: PowerModes) {
    this.modes = modes;
  }

  /** Takes the temperature in °C at the end of `dt` s; returns whether the fit has changed. */
  push(celsius: number, dt: number): boolean {
    const { mean, delta, moments } = this;
    const kept = Math.exp(-dt / memorySeconds);
    this.weight = this.weight * kept + dt;
    const share = dt / this.weight;
    for (let i = 0; i < size; i++) {
      delta[i] = this.value(i, celsius) - at(mean, i);
      mean[i] = at(mean, i) + share * at(delta, i);
    }
    const fresh = dt * (1 - share);
    for (let i = 0; i < size; i++) {
      const scaled = fresh * at(delta, i);
      for (let k = i * size, j = 0; j <= i; j++, k++) moments[k] = kept * at(moments, k) + scaled * at(delta, j);
    }
    this.unfitted += dt;
    if (this.unfitted < fitSeconds) return false;
    this.unfitted = 0;
    return this.refit();
  }

  save() {
    const { fast, slow, rFast, rSlow, residual, seconds, weight, unfitted, mean, moments } = this;
    const found = { fast, slow, rFast, rSlow, residual, seconds };
    return { ...found, weight, unfitted, mean: mean.slice(), moments: moments.slice() };
  }

  restore(saved: Saved<HeatFit>): void {
    ({ fast: this.fast, slow: this.slow, rFast: this.rFast, rSlow: this.rSlow } = saved);
    ({ residual: this.residual, seconds: this.seconds, weight: this.weight, unfitted: this.unfitted } = saved);
    this.mean.set(saved.mean);
    this.moments.set(saved.moments);
  }

  private value(column: number, celsius: number): number {
    if (column === temperatureAt) return celsius;
    return column < modes ? at(this.modes.x, column) : at(this.modes.start, column - startAt);
  }

  private covariance(i: number, j: number): number {
    return at(this.moments, Math.max(i, j) * size + Math.min(i, j)) / this.weight;
  }

  private refit(): boolean {
    const variance = this.covariance(temperatureAt, temperatureAt);
    const power = Math.sqrt(this.covariance(0, 0));
    if (variance < leastDeviation ** 2 || power < leastPowerDeviation * at(this.mean, 0)) return false;
    let least = mostUnexplained * variance;
    let fast = -1;
    let slow = -1;
    for (let f = 0; f < fastModes; f++)
      for (let s = fastModes; s < modes; s++) {
        const here = f === this.fast && s === this.slow;
        const left = this.unexplained(f, s) * (here ? better : 1);
        if (left >= least) continue;
        least = left;
        fast = f;
        slow = s;
      }
    if (fast < 0) return false;
    this.residual = Math.sqrt(this.unexplained(fast, slow));
    this.seconds = this.weight;
    this.fast = fast;
    this.slow = slow;
    this.rFast = at(this.solution, 0);
    this.rSlow = at(this.solution, 1);
    return true;
  }

  /** Variance of the temperature that a pair leaves unexplained, infinite if the pair makes no sense; the result is left in `solution`. */
  private unexplained(fast: number, slow: number): number {
    const { solution } = this;
    this.columns[0] = fast;
    this.columns[1] = slow;
    this.columns[2] = startAt + fast;
    this.columns[3] = startAt + slow;
    this.leastSquares();
    if (at(solution, 1) < 0) {
      this.columns[1] = startAt + slow;
      this.leastSquares();
      solution[1] = 0;
    }
    const rFast = at(solution, 0);
    const rSlow = at(solution, 1);
    const around = at(this.mean, temperatureAt) - rFast * at(this.mean, fast) - rSlow * at(this.mean, slow);
    if (!(rFast > 0) || around < coldest) return Number.POSITIVE_INFINITY;
    let left = this.covariance(temperatureAt, temperatureAt);
    for (let i = 0; i < unknowns; i++) {
      left -= 2 * at(solution, i) * at(this.right, i);
      for (let j = 0; j < unknowns; j++)
        left += at(solution, i) * at(solution, j) * this.covariance(this.columns[i] ?? 0, this.columns[j] ?? 0);
    }
    return Math.max(0, left);
  }

  private leastSquares(): void {
    const { columns, system, right, solution } = this;
    for (let i = 0; i < unknowns; i++) {
      const a = columns[i] ?? 0;
      right[i] = this.covariance(a, temperatureAt);
      for (let j = 0; j <= i; j++) system[i * unknowns + j] = this.covariance(a, columns[j] ?? 0);
      system[i * unknowns + i] =
        at(system, i * unknowns + i) * (1 + (a < startAt ? ridge : startRidge)) + Number.MIN_VALUE;
    }
    factorize(system, 0, unknowns);
    solve(solution, system, 0, right);
  }
}
