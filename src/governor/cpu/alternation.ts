/**
 * Alternation: where the table of operating points is coarse, work runs at the two next to its bound in turn, so that what rounding up leaves
 * over is spent. (A relay with hysteresis about the integral of the error: first-order sigma-delta modulation of the clock.)
 *
 * 1. A run at f takes s(f) = β(top/f − 1) longer; α is what it may on the average: ε for batch work. hi is the point at or above the strict cap's bound, lo the next below it.
 *    The table is coarse for this work where s(lo) − s(hi) > ε: the ledger (ledger.ts) then spends too little, or changes points many times a second.
 * 2. Only where s(lo) ≤ 4ε, so that a cycle takes seconds, and lo is not below the critical frequency.
 * 3. Credit is the time allowed and not yet spent: each tick adds worked·(0.93 α − spent). Spent is what the cap cost as measured, and no less than
 *    s of the point that was asked for: a frequency that reads 3 % low would else look as if something other than the cap had held it.
 * 4. From hi to lo when the credit is C, back when it is 0. C = D·max(s(lo) − 0.93 α, 0.93 α − s(hi)) holds each of the two for at least D = 1 s of
 *    steady work: a write a second at most, and no more saved up than shows in the time of a job of half a minute (0.2 % at ε = 5 %).
 * 5. It begins with hi and no credit: what is spent was saved before, and whenever the work ends it has taken no more than α longer.
 *    Credit stays between −C and C: an hour at the top earns one stretch below, a minute under somebody else's cap costs one stretch above.
 */

import { quantiseUp } from '../../model/operating-point.js';
import type { Saved, Stateful } from '../../model/saved.js';
import type { Policy } from '../../model/topology.js';
import { cappedShare, lengthening } from '../features/dilation.js';
import type { DomainFeatures } from '../features/features.js';
import { target } from './ledger.js';

const dwellSeconds = 1;
const farthest = 4;

/** Operating points that surround a bound, and the one of the two to run at now, kHz. */
export interface Points {
  readonly hi: number;
  readonly lo: number;
  readonly at: number;
}

export class Alternation implements Stateful {
  /** s of work at top; below 0 it is owed. */
  private credit = 0;
  private low = false;
  /** kHz that was said last. */
  private asked: number | undefined;

  /**
   * Takes a tick of work; returns the two points and the one to run at, undefined where the table is fine enough for it.
   * `slowdown`: ε. `critical`: kHz below which a run costs more energy. `allowed`: α.
   */
  follow(
    policy: Policy,
    f: DomainFeatures,
    slowdown: number,
    critical: number,
    allowed = slowdown,
  ): Points | undefined {
    const spend = target * allowed;
    const { top, computeShare: beta } = f;
    const spent = Math.max(f.slowdown, longer(beta, top, this.asked ?? top));
    this.credit += f.worked * (spend - spent);
    const hi = quantiseUp(policy, top * cappedShare(beta, spend));
    const lo = below(policy, hi);
    const atHi = longer(beta, top, hi);
    const atLo = lo === undefined ? Number.POSITIVE_INFINITY : longer(beta, top, lo);
    const coarse = lo !== undefined && lo >= critical && atLo - atHi > slowdown && atLo <= farthest * slowdown;
    const most = dwellSeconds * (coarse ? Math.max(atLo - spend, spend - atHi) : spend);
    this.credit = Math.min(most, Math.max(-most, this.credit));
    if (!coarse) {
      this.asked = undefined;
      return undefined;
    }
    this.low = this.credit > 0 && (this.low || this.credit >= most);
    this.asked = this.low ? lo : hi;
    return { hi, lo, at: this.asked };
  }

  /** The work was of another kind. */
  reset(): void {
    this.credit = 0;
    this.low = false;
    this.asked = undefined;
  }

  save() {
    const { credit, low, asked } = this;
    return { credit, low, asked };
  }

  restore(saved: Saved<Alternation>): void {
    ({ credit: this.credit, low: this.low, asked: this.asked } = saved);
  }
}

/** s of work of compute share β at `khz`. */
const longer = (beta: number, top: number, khz: number): number => lengthening(beta, Math.min(1, khz / top));

/** The driver's next operating point below `khz`. */
function below({ frequencies, hw_min }: Policy, khz: number): number | undefined {
  let best: number | undefined;
  for (const f of frequencies) if (f < khz && f >= hw_min && (best === undefined || f > best)) best = f;
  return best;
}
