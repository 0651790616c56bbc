/**
 * Alternation: where the table of operating points is coarse, work alternates between the two points next to its bound, so that what rounding up
 * leaves over is spent. (A relay with hysteresis about the integral of the error: first-order sigma-delta modulation of the clock.)
 *
 * 1. A run at f takes s(f) = β(top/f − 1) longer. α is the longer time allowed on average: ε for batch work. hi is the point at or above the strict
 *    cap's bound, lo the next point below it. The table is coarse for this work if s(lo) − s(hi) > ε: the ledger (ledger.ts) would then spend too
 *    little, or change points many times a second.
 * 2. Only if s(lo) ≤ 4ε, so that a cycle takes seconds, and if lo is not below the critical frequency.
 * 3. Credit is the time allowed and not yet spent: each tick adds worked·(0.93 α − spent). Spent is the measured cost of the cap, and at least s of
 *    the point that was asked for: otherwise a frequency that reads 3 % low would look as if something other than the cap had held it.
 * 4. From hi to lo when the credit is C, and back when it is 0. C = D·max(s(lo) − 0.93 α, 0.93 α − s(hi)) holds each of the two for at least D = 1 s
 *    of steady work: at most one write a second, and no more saved up than shows in the time of a job of half a minute (0.2 % at ε = 5 %).
 * 5. It begins with hi and no credit: what is spent was saved before, so whenever the work ends it has taken at most α longer. Credit stays between
 *    −C and C: an hour at the top earns one stretch below, a minute under somebody else's cap costs one stretch above.
 */

import { quantiseUp } from '../../model/operating-point.js';
import type { Saved, Stateful } from '../../model/saved.js';
import type { Policy } from '../../model/topology.js';
import { cappedShare, lengthening } from '../features/dilation.js';
import type { DomainFeatures } from '../features/features.js';
import { target } from './ledger.js';

const dwellSeconds = 1;
const farthest = 4;

/** The operating points on either side of a bound, and which of the two to run at now, kHz. */
export interface Points {
  readonly hi: number;
  readonly lo: number;
  readonly at: number;
}

export class Alternation implements Stateful {
  /** s of work at top; negative when more was spent than allowed. */
  private credit = 0;
  private low = false;
  /** The point asked for last, kHz. */
  private asked: number | undefined;

  /**
   * Takes a tick of work; returns the two points and the one to run at, undefined where the table is fine enough. `slowdown`: ε. `critical`: kHz
   * below which a run costs more energy. `allowed`: α.
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

  /** The kind of work changed. */
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
