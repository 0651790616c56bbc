import type { LiveReading } from '../../model/sensing/reading.js';
import type { Nanoseconds } from '../../model/units.js';

/** Share of a period beyond its washout that must be measured for the period to count. */
const enough = 0.8;

/** The totals of one period: only of intervals that begin after its washout and whose energy and work are both known. */
export class PeriodMeter {
  private readonly countsFrom: number;
  private joules = 0;
  private done = 0;
  private seconds = 0;
  private heat = 0;
  private heatSeconds = 0;

  constructor(began: Nanoseconds, washoutMs: number) {
    this.countsFrom = began + washoutMs * 1e6;
  }

  add({ at, interval, total, zones }: LiveReading, work: number | undefined): void {
    const joules = total?.energy;
    if (at - interval * 1e9 < this.countsFrom || !(interval > 0) || joules === undefined || work === undefined) return;
    this.joules += joules;
    this.done += work;
    this.seconds += interval;
    if (zones.length === 0) return;
    this.heat += Math.max(...zones.map(z => z.temperature)) * interval;
    this.heatSeconds += interval;
  }

  /** Whether enough of a period of `seconds` was measured. */
  covers(seconds: number): boolean {
    return this.seconds >= enough * seconds;
  }

  /** In the journal's units. */
  figures() {
    return {
      millijoules: Math.round(this.joules * 1000),
      work: this.done,
      measuredMs: Math.round(this.seconds * 1000),
      meanMillicelsius: this.heatSeconds > 0 ? Math.round((this.heat / this.heatSeconds) * 1000) : null,
    };
  }
}
