/**
 * Attainable frequency: the highest frequency that a domain can really run at now (turbo bins, power limits, heat). Every cap is based on it.
 *
 * 1. Only a domain that has been busy ≥ 97 % for half a second shows what it can reach (a kernel governor climbs first): its mean share of the limit
 *    from then on, over 2 s at most. Only a share below 95 % for 0.4 s shows that something else holds it back: counters of cycles and of time are
 *    not read at the very same moment.
 * 2. If it also was uncapped for half a second, by what is read back and by what was asked for (a limit is read back later than it acts): the
 *    frequency it runs at is its reach, stored by the number of working CPUs; the newest look is believed, for 2 minutes.
 * 3. If capped: running at the cap shows that the reach is no less. Falling short of the cap shows nothing: firmware that picks clocks itself stays a
 *    little below any cap, and a reach learned from that would lower the cap, which would lower the reach again, and so on.
 * 4. Batch work whose reach is unknown gets a look: 1 s without a cap.
 * 5. The maximum that a driver names may be no real speed (speed-beyond.ts): the measured speed decides, also above the maximum.
 *
 * Unknown: the hardware's maximum; twice that if it stands for turbo and boost is not off, since no cap may be taken from such a number.
 */
import { standsForTurbo } from '../../model/operating-point.js';
import type { Saved, Stateful } from '../../model/saved.js';
import type { Policy } from '../../model/topology.js';
import { absurd, beyond, SpeedBeyond } from './speed-beyond.js';

const busyEnough = 0.97;
const short = 0.95;
const settledSeconds = 0.5;
const believedSeconds = 0.4;
const meanSeconds = 2;
const keptSeconds = 120;
const lookSeconds = 1;
/** Of a maximum that stands for turbo: no turbo is faster. */
const unknownTurbo = 2;

type Range = Pick<Policy, 'hw_min' | 'hw_max' | 'frequencies'>;

interface Seen {
  khz: number;
  /** Age in seconds. */
  age: number;
}

export class AttainableFrequency implements Stateful {
  private lowest = 0;
  private hardware = 0;
  /** Whether the hardware's maximum is a name for turbo. */
  private turbo = false;
  private boosts = true;
  /** By the number of working CPUs. */
  private readonly seen: (Seen | undefined)[] = [];
  private working = 0;
  private looked = 0;
  private saturatedFor = 0;
  private uncappedFor = 0;
  /** Frequency as a share of the limit. */
  private mean = 0;
  private limit = 0;
  private readonly speedBeyond = new SpeedBeyond();

  constructor(range: Range) {
    this.describe(range);
  }

  /** The domain has this range from now on. */
  describe(range: Range): void {
    this.lowest = range.hw_min;
    this.hardware = range.hw_max;
    this.turbo = standsForTurbo(range);
  }

  /** kHz that can be reached with the number of CPUs that work now. */
  get top(): number {
    return this.seen[this.working]?.khz ?? Math.max(this.named, this.speedBeyond.fastest);
  }

  /** The maximum that a cap is none at, kHz. */
  get most(): number {
    return this.hardware;
  }

  /** Whether boost may be on: it is taken to be where nothing says. */
  set boost(on: boolean) {
    this.boosts = on;
  }

  /** Whether it matters if boost is on. */
  get asksForBoost(): boolean {
    return this.turbo;
  }

  private get named(): number {
    return this.turbo && this.boosts ? this.hardware * unknownTurbo : this.hardware;
  }

  /** Whether the cap should be lifted for a look; `batch` as in the features. */
  look(batch: boolean): boolean {
    const unknown = batch && this.seen[this.working] === undefined && this.looked < lookSeconds;
    return unknown || this.speedBeyond.look;
  }

  /**
   * Takes `interval` s in which `working` CPUs worked, the busiest for the share `busy` at `khz`. `limit` is the lower of the max_freq read back and
   * asked for, infinite if neither is known.
   */
  follow(working: number, busy: number, khz: number, limit: number, interval: number): void {
    for (let count = 0; count < this.seen.length; count++) {
      const seen = this.seen[count];
      if (seen === undefined) continue;
      seen.age += interval;
      if (seen.age > keptSeconds) this.seen[count] = undefined;
    }
    if (working !== this.working) {
      this.working = working;
      this.looked = 0;
      this.saturatedFor = 0;
    }
    // The limit may have moved within the interval: only the lower value was allowed for all of it. An unknown limit is infinite, so no share of it
    // can be computed.
    const allowed = Math.min(limit, this.limit, this.hardware);
    this.limit = limit;
    const uncapped = allowed >= this.hardware;
    this.uncappedFor = uncapped ? this.uncappedFor + interval : 0;
    this.speedBeyond.follow(working, busy, khz, this.uncappedFor >= settledSeconds, this.hardware, interval);
    this.saturatedFor = busy < busyEnough ? 0 : this.saturatedFor + interval;
    const settled = this.saturatedFor - settledSeconds;
    if (settled < 0 || !(allowed > 0)) return;
    const weight = Math.min(1, interval / Math.min(meanSeconds, Math.max(settled, interval)));
    this.mean = settled < interval ? khz / allowed : this.mean + weight * (khz / allowed - this.mean);
    if (uncapped) this.looked += interval;
    const known = this.seen[working];
    if (uncapped) {
      if (this.uncappedFor < settledSeconds) return;
      if (settled >= believedSeconds) this.speedBeyond.fullLoad(working, this.mean * allowed, interval);
      if (this.mean >= short && this.mean <= beyond) this.remember(this.hardware);
      else if (settled >= believedSeconds) this.remember(this.mean * allowed);
    } else if (known !== undefined && khz > known.khz) known.khz = Math.max(known.khz, Math.min(this.hardware, khz));
  }

  save() {
    const { lowest, hardware, turbo, boosts, seen, working, looked, saturatedFor, uncappedFor, mean, limit } = this;
    const looks = seen.map(look => (look === undefined ? undefined : { ...look }));
    return {
      lowest,
      hardware,
      turbo,
      boosts,
      seen: looks,
      working,
      looked,
      saturatedFor,
      uncappedFor,
      mean,
      limit,
      speedBeyond: this.speedBeyond.save(),
    };
  }

  restore(saved: Saved<AttainableFrequency>): void {
    this.seen.splice(0, this.seen.length, ...saved.seen.map(look => (look === undefined ? undefined : { ...look })));
    ({ working: this.working, looked: this.looked, mean: this.mean, limit: this.limit } = saved);
    ({ saturatedFor: this.saturatedFor, uncappedFor: this.uncappedFor } = saved);
    ({ lowest: this.lowest, hardware: this.hardware, turbo: this.turbo, boosts: this.boosts } = saved);
    this.speedBeyond.restore(saved.speedBeyond);
  }

  private remember(khz: number): void {
    while (this.seen.length < this.working) this.seen.push(undefined);
    this.seen[this.working] = { khz: Math.min(absurd * this.hardware, Math.max(this.lowest, khz)), age: 0 };
  }
}
