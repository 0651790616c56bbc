/**
 * Ledger: the real cost of a promise of at most ε slower. What a late reaction overspent is saved later; what rounding up to an operating point left
 * over is spent.
 *
 * 1. In each tick, a cap that held the clock at x = f/top cost β/x − β of the time that the tick's work takes at top, with that tick's own β.
 * 2. r is that slowdown, averaged over the last 5 s of work; ticks without a cap in force count as 0.
 * 3. Spend next ε′ + (0.93 ε′ − r), between 0 and 1.5 ε′.
 */
import type { Saved, Stateful } from '../../model/saved.js';

const windowSeconds = 5;
const mostOver = 1.5;
/** Share of the budget to aim at, since the knowledge of the work is not exact. */
export const target = 0.93;

export class Ledger implements Stateful {
  /** r. */
  realised = 0;

  /** Takes `work` s of work at top that took (1 + `slowdown`) times as long. */
  take(work: number, slowdown: number): void {
    this.realised += (1 - Math.exp(-work / windowSeconds)) * (slowdown - this.realised);
  }

  /** The slowdown to allow now out of a budget ε′. */
  allowance(budget: number): number {
    return Math.min(mostOver * budget, Math.max(0, budget + target * budget - this.realised));
  }

  save() {
    return { realised: this.realised };
  }

  restore(saved: Saved<Ledger>): void {
    this.realised = saved.realised;
  }
}
