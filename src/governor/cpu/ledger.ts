/**
 * Ledger: the real cost of a promise of at most ε slower. What a late reaction overspent is saved later; what rounding up to an operating point, or a
 * cap that came late, left over is spent.
 *
 * 1. In each tick, a cap that held the clock at x = f/top cost β/x − β of the time that the tick's work takes at top, with that tick's own β.
 * 2. I is what was allowed and not spent, in s: it grows by worked·(a·ε′ − cost), a being the share of the budget to aim at. It stays within 5 s of
 *    ε′ either way: more is neither saved up nor owed.
 * 3. Spend next ε′·(1 + I/(5 s·ε′)), between 0 and 1.5 ε′. An integral has no offset: what a proportional correction always leaves over is spent too.
 */
import type { Saved, Stateful } from '../../model/saved.js';

const windowSeconds = 5;
const mostOver = 1.5;
/** Shares of the budget to aim at, since the knowledge of the work is not exact. A queue's budget has its own margin. */
const aims = { batch: 0.985, latency: 0.92 };
/** The share at which two operating points in turn aim (alternation.ts). */
export const target = 0.93;

export class Ledger implements Stateful {
  /** I. */
  private left = 0;

  /** Takes `work` s of work at top that took (1 + `slowdown`) times as long, out of a budget ε′. */
  take(work: number, slowdown: number, budget: number, kind: keyof typeof aims): void {
    const most = windowSeconds * budget;
    this.left = Math.min(most, Math.max(-most, this.left + work * (aims[kind] * budget - slowdown)));
  }

  /** The slowdown to allow now out of a budget ε′. */
  allowance(budget: number): number {
    if (!(budget > 0)) return 0;
    return budget * Math.min(mostOver, Math.max(0, 1 + this.left / (windowSeconds * budget)));
  }

  save() {
    return { left: this.left };
  }

  restore(saved: Saved<Ledger>): void {
    this.left = saved.left;
  }
}
