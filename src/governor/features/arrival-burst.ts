/**
 * Arrival burst: work that arrives faster than it is done. Requests of a trace come in clusters: the mean load is low, so the utilisation allows
 * much, but in a cluster each request waits for all requests before it, and each request that waits pays for a slowdown. The length of a single
 * request does not show this. What shows it is how long the CPU stays busy without a break, compared with how long it usually does.
 *
 * 1. A stretch is busy time without a break, in ticks that are busy for half or more.
 * 2. The usual stretch is the geometric mean of about the last ten, without batch work: 0 until one is known.
 * 3. A rush is a stretch that goes on for longer than five usual stretches, and longer than a second. Of azure_code a third of the work comes after
 *    that, when 13 requests on average are there or yet to come before the CPU rests, and 3 before that; of ai_cpu, whose requests come one by one, 2
 *    %.
 * 4. A stretch that is busy for 60 usual stretches, or 25 s, counts here as batch work, not as a rush.
 */
import type { Saved, Stateful } from '../../model/saved.js';

const half = 0.5;
const remembered = 10;
const usualLasts = 5;
const leastSeconds = 1;
const batchLasts = 60;
const batchSeconds = 25;

export class ArrivalBurst implements Stateful {
  /** Busy time of the present stretch, s. */
  private length = 0;
  private known = 0;
  /** Mean logarithm of the stretches' lengths. */
  private logarithm = 0;
  /** The usual stretch, s. */
  private usual = 0;

  /** Takes `interval` s with their busy share; `batch`: whether the present stretch is known to be batch work. */
  follow(busy: number, interval: number, batch: boolean): void {
    if (busy >= half) {
      this.length += busy * interval;
      return;
    }
    if (this.length > 0 && !batch) {
      this.known = Math.min(remembered, this.known + 1);
      this.logarithm += (Math.log(this.length) - this.logarithm) / this.known;
      this.usual = Math.exp(this.logarithm);
    }
    this.length = 0;
  }

  /** How many times the allowed length the present stretch has lasted; 1 while it is no rush. */
  get times(): number {
    const allowed = Math.max(leastSeconds, usualLasts * this.usual);
    return this.usual === 0 ? 1 : Math.max(1, this.length / allowed);
  }

  /** Whether the present stretch is too long for a rush. */
  get over(): boolean {
    return this.length >= Math.min(batchSeconds, batchLasts * this.usual);
  }

  save() {
    const { length, known, logarithm, usual } = this;
    return { length, known, logarithm, usual };
  }

  restore(saved: Saved<ArrivalBurst>): void {
    ({ length: this.length, known: this.known, logarithm: this.logarithm, usual: this.usual } = saved);
  }
}
