/**
 * Gate: whether a domain's load arrives at its own pace, so that finishing early gains nothing.
 *
 * 1. B is the bunching of its busy time, the lowest over the ladders of 5 to 80 ms; of several working CPUs the least regular one counts.
 * 2. Regular once B < −0.4 for 1.5 s without a break (Poisson load stays below for 1.04 s at most in 6.8 million simulated values).
 * 3. No longer regular once B > 0 for 0.2 s, or busy ≥ 97 % for 0.2 s, or if B is unknown; and once busy < 3 % for 0.5 s: what paced work needed says
 *    nothing about the work after it.
 */
import type { Saved, Stateful } from '../../model/saved.js';

const enterBelow = -0.4;
const enterSeconds = 1.5;
const leaveAbove = 0;
const saturated = 0.97;
const leaveSeconds = 0.2;
const idle = 0.03;
const idleSeconds = 0.5;
/** Two samples 0.1 s apart cover 0.2 s, despite the rounding of the sum. */
const rounding = 1e-6;

export class Gate implements Stateful {
  regular = false;
  private regularFor = 0;
  private bunchedFor = 0;
  private saturatedFor = 0;
  private idleFor = 0;

  /** Open, or about to open. */
  get opening(): boolean {
    return this.regular || this.regularFor > 0;
  }

  /** Takes `interval` s with the bunching at the end of it and the busy share over it. */
  follow(bunching: number | undefined, busy: number | undefined, interval: number): void {
    const b = bunching ?? Number.POSITIVE_INFINITY;
    this.regularFor = b < enterBelow ? this.regularFor + interval : 0;
    this.bunchedFor = b > leaveAbove ? this.bunchedFor + interval : 0;
    this.saturatedFor = (busy ?? 1) >= saturated ? this.saturatedFor + interval : 0;
    this.idleFor = (busy ?? 0) < idle ? this.idleFor + interval : 0;
    const left = Math.max(this.bunchedFor, this.saturatedFor) >= leaveSeconds - rounding;
    if (bunching === undefined || left || this.idleFor >= idleSeconds - rounding) this.regular = false;
    else if (this.regularFor >= enterSeconds - rounding) this.regular = true;
  }

  save() {
    const { regular, regularFor, bunchedFor, saturatedFor, idleFor } = this;
    return { regular, regularFor, bunchedFor, saturatedFor, idleFor };
  }

  restore(saved: Saved<Gate>): void {
    ({
      regular: this.regular,
      regularFor: this.regularFor,
      bunchedFor: this.bunchedFor,
      saturatedFor: this.saturatedFor,
      idleFor: this.idleFor,
    } = saved);
  }
}
