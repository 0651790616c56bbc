/**
 * The allowed share of the clocks' range where the heat models can predict the effect of a power.
 *
 * 1. The power that leads to the target minus 0.2 °C after the horizon, and after a quarter of it (a junction may be over the peak by then); the
 *    smallest over all zones is allowed.
 * 2. The power curves give the largest share of the range that draws no more with the CPUs at work now.
 * 3. The share falls at once. It rises to the least of what would have been allowed during 3 s.
 */

import type { Saved, Stateful } from '../../model/saved.js';
import type { PowerCurves } from '../power-curve/power-curves.js';
import type { HeatModel } from './heat-model.js';

const reserve = 0.2;
const soon = 0.25;
const riseSeconds = 3;
/** A smaller rise is noise. */
const leastRise = 1 / 64;
const bisections = 8;

export class Foresight implements Stateful {
  /** In [0, 1]. */
  share = 1;
  /** W allowed now; infinite if nothing bounds them. */
  watts = Number.POSITIVE_INFINITY;
  private readonly horizon: number;
  private readonly power: PowerCurves;
  private risingFor = 0;
  private risesTo = 1;

  /** `horizon`: how far it looks ahead, s. */
  constructor(power: PowerCurves, horizon: number) {
    this.power = power;
    this.horizon = horizon;
  }

  /** Call before taking the zones of a tick. */
  begin(): void {
    this.watts = Number.POSITIVE_INFINITY;
  }

  /** Takes a zone that should stay below `celsius`; returns whether it allows less than the zones before. */
  take(model: HeatModel, celsius: number): boolean {
    const aim = celsius - reserve;
    const watts = Math.min(model.powerFor(aim, this.horizon), model.powerFor(aim, this.horizon * soon));
    if (watts >= this.watts) return false;
    this.watts = watts;
    return true;
  }

  /** Sets the share, `interval` s after the last time. */
  settle(interval: number): void {
    const now = this.shareFor(this.watts);
    if (now < Math.min(1, this.share + leastRise)) {
      this.share = Math.min(now, this.share);
      this.risingFor = 0;
      return;
    }
    this.risesTo = this.risingFor === 0 ? now : Math.min(now, this.risesTo);
    this.risingFor += interval;
    if (this.risingFor < riseSeconds) return;
    this.share = this.risesTo;
    this.risingFor = 0;
  }

  save() {
    const { share, watts, risingFor, risesTo } = this;
    return { share, watts, risingFor, risesTo };
  }

  restore(saved: Saved<Foresight>): void {
    ({ share: this.share, watts: this.watts, risingFor: this.risingFor, risesTo: this.risesTo } = saved);
  }

  /** Largest share of the range that draws no more than `watts`; 1 if unknown. */
  private shareFor(watts: number): number {
    const full = this.power.drawAt(1);
    if (full === undefined || full <= watts) return 1;
    let low = 0;
    let high = 1;
    for (let i = 0; i < bisections; i++) {
      const middle = (low + high) / 2;
      if ((this.power.drawAt(middle) ?? 0) <= watts) low = middle;
      else high = middle;
    }
    return low;
  }
}
