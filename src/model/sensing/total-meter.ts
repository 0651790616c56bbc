/**
 * The machine's total, interval by interval. Which counters make it is asked once a second, and at once when a counter moves for the first time, of
 * what they used lately: one look decides nothing, and most ticks only add up.
 */
import { type Meter, meterOf } from '../meters.js';
import type { Saved, Stateful } from '../saved.js';
import { joules, watts } from '../units.js';
import type { EnergyReading, TotalReading } from './reading.js';

const lateSeconds = 60;
const betweenLooks = 1;

export class TotalMeter implements Stateful {
  /** Energy of each counter, fading. */
  private readonly used = new Map<string, number>();
  private meter: Meter | undefined;
  /** Seconds since the meter was chosen. */
  private since = 0;

  follow(energy: readonly EnergyReading[], interval: number): TotalReading | undefined {
    if (!(interval > 0) || energy.length === 0) return undefined;
    const left = Math.exp(-interval / lateSeconds);
    let anew = this.meter === undefined;
    for (const [domain, sum] of this.used) this.used.set(domain, sum * left);
    for (const { domain, energy: now } of energy) {
      const before = this.used.get(domain);
      if (before === undefined || (before === 0 && now > 0)) anew = true;
      this.used.set(domain, (before ?? 0) + now);
    }
    this.since += interval;
    if (anew || this.since >= betweenLooks) {
      this.since = 0;
      this.meter = meterOf(this.used, this.meter);
    }
    return this.total(energy, interval);
  }

  save() {
    const { used, meter, since } = this;
    return { used: [...used], meter, since };
  }

  restore({ used, meter, since }: Saved<TotalMeter>): void {
    this.used.clear();
    for (const [domain, sum] of used) this.used.set(domain, sum);
    this.meter = meter;
    this.since = since;
  }

  /** What the meter's counters come to; undefined where one of them is not there. */
  private total(energy: readonly EnergyReading[], interval: number): TotalReading | undefined {
    const { meter } = this;
    if (meter === undefined) return undefined;
    let sum = 0;
    let found = 0;
    for (const { domain, energy: now } of energy) {
      if (!meter.domains.includes(domain)) continue;
      sum += now;
      found++;
    }
    if (found < meter.domains.length) return undefined;
    return { what: meter.what, sure: meter.sure, energy: joules(sum), power: watts(sum / interval) };
  }
}
