/** The machine's total, interval by interval: which counters make it is asked of what they used lately, so that one look decides nothing. */
import { type Meter, meterOf, totalOf } from '../meters.js';
import type { Saved, Stateful } from '../saved.js';
import { joules, watts } from '../units.js';
import type { EnergyReading, TotalReading } from './reading.js';

const lateSeconds = 60;

export class TotalMeter implements Stateful {
  /** Energy of each counter, fading. */
  private readonly used = new Map<string, number>();
  private meter: Meter | undefined;

  follow(energy: readonly EnergyReading[], interval: number): TotalReading | undefined {
    if (!(interval > 0) || energy.length === 0) return undefined;
    const left = Math.exp(-interval / lateSeconds);
    for (const [domain, sum] of this.used) this.used.set(domain, sum * left);
    for (const { domain, energy: now } of energy) this.used.set(domain, (this.used.get(domain) ?? 0) + now);
    this.meter = meterOf(this.used, this.meter);
    const total = totalOf(this.meter, new Map(energy.map(e => [e.domain, e.energy])));
    if (total === undefined) return undefined;
    const { what, sure, sum } = total;
    return { what, sure, energy: joules(sum), power: watts(sum / interval) };
  }

  save() {
    const { used, meter } = this;
    return { used: [...used], meter };
  }

  restore({ used, meter }: Saved<TotalMeter>): void {
    this.used.clear();
    for (const [domain, sum] of used) this.used.set(domain, sum);
    this.meter = meter;
  }
}
