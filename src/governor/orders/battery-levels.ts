/**
 * Battery levels: below which of the configured charges the battery is.
 *
 * 1. On mains it is below none, at once.
 * 2. On battery a level holds from when the charge is below it until it is 3 points above it: a gauge that trembles must not switch to and fro.
 * 3. A charge that can't be read changes nothing.
 */
import type { Saved, Stateful } from '../../model/saved.js';

/** Points of charge above a level at which it is left. */
const hysteresis = 3;

export class BatteryLevels implements Stateful {
  /** Percent, from the lowest. */
  private readonly levels: readonly number[];
  private below: number | undefined;

  constructor(levels: readonly number[]) {
    this.levels = [...levels].sort((a, b) => a - b);
  }

  get any(): boolean {
    return this.levels.length > 0;
  }

  /** The lowest level that holds at a charge of `percent`. */
  at(onMains: boolean, percent: number | undefined): number | undefined {
    this.below = onMains ? undefined : this.levels.find(level => this.holds(level, percent));
    return this.below;
  }

  save() {
    return { below: this.below };
  }

  restore({ below }: Saved<BatteryLevels>): void {
    this.below = below;
  }

  private holds(level: number, percent: number | undefined): boolean {
    // Below a level it is below all that are above.
    const held = this.below !== undefined && level >= this.below;
    return percent === undefined ? held : percent < (held ? level + hysteresis : level);
  }
}
