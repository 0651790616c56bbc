/**
 * Pressure: the share of time in which some task waits for a CPU (PSI `some`) lowers ε if our clocks make it grow.
 *
 * 1. Windows of 2 s: mean of `some`, the load (work at top per second and domain, in tenths), and whether the cap held the work back.
 * 2. At baseline clocks the window shows how much this load waits anyway. Each tenth of load has its own reference, since a machine with more work
 *    than CPUs has high pressure at any clock.
 * 3. Under a cap, a queue that is slowed by ε may wait (1+ε)² times as much: `some` of M/M/1 is u². What goes beyond that is averaged over 10
 *    windows.
 * 4. If that is more than 5 % of the time, ε halves (backoff.ts).
 * 5. If tasks wait and the reference is missing or old, ask for a look at baseline clocks.
 */
import type { DomainFeatures } from '../features/features.js';
import { Backoff } from './backoff.js';
import { HeldWork } from './held-work.js';
import { Reference } from './reference.js';

const windowSeconds = 2;
const tolerated = 0.05;
const weight = 0.1;
const rounding = 1e-6;

export class Pressure {
  private readonly halving = new Backoff();
  private readonly references = Array.from({ length: 11 }, () => new Reference());
  private readonly work = new HeldWork();
  private waited = 0;
  private excess = 0;
  private now = 0;
  /** Whether a short time at baseline clocks would tell something. */
  wantsLook = false;

  get factor(): number {
    return this.halving.factor;
  }

  /** Takes a tick of `interval` s with the pressure over it; `promised` is the slowdown allowed. */
  follow(some: number | undefined, features: readonly DomainFeatures[], interval: number, promised: number): void {
    this.now += interval;
    this.halving.recover(interval);
    if (some === undefined) {
      this.begin();
      return;
    }
    this.work.take(features, interval);
    this.waited += some * interval;
    if (this.work.seconds < windowSeconds - rounding) return;
    this.judge(this.waited / this.work.seconds, features.length, promised);
    this.begin();
  }

  private judge(some: number, domains: number, promised: number): void {
    const { clocks } = this.work;
    const load = Math.round(10 * this.work.load(domains));
    const usual = this.usual(load);
    if (clocks === 'baseline') this.references[load]?.learn(some, this.now);
    else if (clocks === 'capped' && usual !== undefined) {
      const beyond = some - (1 + promised) ** 2 * usual;
      this.excess = Math.max(-tolerated, this.excess + weight * (beyond - this.excess));
      if (this.excess > tolerated) {
        this.halving.halve();
        this.excess = 0;
      }
    }
    const isOld = (at: number): boolean => this.references[at]?.isOld(this.now, this.factor < 1) ?? true;
    this.wantsLook = some >= tolerated && isOld(load) && isOld(load + 1) && isOld(load - 1);
  }

  /**
   * The reference of this load, or one estimated from a neighbour's: a load on the edge between two tenths may look like one when capped and like the
   * other when not.
   */
  private usual(load: number): number | undefined {
    for (const at of [load, load + 1, load - 1]) {
      const value = at > 0 || at === load ? this.references[at]?.value : undefined;
      if (value !== undefined) return at === load ? value : Math.min(1, value * (load / at) ** 2);
    }
    return undefined;
  }

  private begin(): void {
    this.work.reset();
    this.waited = 0;
  }
}
