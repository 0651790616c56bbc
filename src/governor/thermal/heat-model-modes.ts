/**
 * The memory of a package's power: its exponential means x_i over a ladder of time constants τ_i, exact for power that is constant within an interval
 * of any length. A body heated through any chain of thermal resistances and capacities is, at any point, at T = T₀ + Σ R_i·x_i with such means; two
 * of them are the two-node model of junction and sink.
 */

import { at } from '../../lattice/metrics/series.js';
import type { Saved, Stateful } from '../../model/saved.js';

/** Seconds; the first ones are a junction's (with its spreader), the others a sink's. */
export const timeConstants = Float64Array.of(0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256);
export const modes = timeConstants.length;
export const fastModes = 6;
/** Power of a machine asleep, W. */
const asleep = 0;

export class PowerModes implements Stateful {
  /** x_i, W. */
  readonly x = new Float64Array(modes);
  /** What is left of the unknown state at the start: e^(−t/τ_i). */
  readonly start = new Float64Array(modes).fill(1);
  private newest: number | undefined;

  /**
   * Takes `dt` s at a mean of `watts`; undefined if it could not be read: it then counts as unchanged. The first value counts as the power of all
   * time before.
   */
  push(watts: number | undefined, dt: number): void {
    if (this.newest === undefined && watts !== undefined) this.x.fill(watts);
    this.newest = watts ?? this.newest;
    if (this.newest !== undefined) this.decay(this.newest, dt);
  }

  /** Takes `dt` s asleep. */
  sleep(dt: number): void {
    if (this.newest !== undefined) this.decay(asleep, dt);
  }

  get known(): boolean {
    return this.newest !== undefined;
  }

  save() {
    return { x: this.x.slice(), start: this.start.slice(), newest: this.newest };
  }

  restore({ x, start, newest }: Saved<PowerModes>): void {
    this.x.set(x);
    this.start.set(start);
    this.newest = newest;
  }

  private decay(watts: number, dt: number): void {
    for (let i = 0; i < modes; i++) {
      const left = Math.exp(-dt / at(timeConstants, i));
      this.x[i] = watts + (at(this.x, i) - watts) * left;
      this.start[i] = at(this.start, i) * left;
    }
  }
}
