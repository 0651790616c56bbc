/**
 * Whether a CPU's demand is regular, as the kernel's governor has it: native/include/lattice_rhythm.h, to the bit.
 *
 * 1. Four ladders keep the mean work of each 5, 10, 20 and 40 ms, the newest 64 to 127 of them (`IntervalSeries`).
 * 2. Each 40 ms the least bunching of the four is taken. One that hardly moves (deviation below 1 %), or whose mean is below 3 or above 97 %, is 0.
 * 3. Regular from 38 times below −0.4 in a row on (1.5 s); no more after 5 times above 0 in a row, or 5 times at least 97 % busy (0.2 s).
 */
import { IntervalSeries } from '../../lattice/metrics/interval-series.js';
import { fullWork, rungUs } from './kernel-terms.js';

const ladders = [0, 1, 2, 3] as const;
const gateRungs = 8;
const saturatedUs = Math.floor((gateRungs * rungUs * 97) / 100);
/** −0.4 in 65536ths. */
const regularBelow = -26214;
const enter = 38;
const leave = 5;
/** A unit of the series: the work's own scale has the same 1024. */
const unit = 1024;

export class KernelRhythm {
  regular = false;
  /** The least bunching of the last time, in 65536ths. */
  least = 0;
  private readonly series = ladders.map(() => new IntervalSeries());
  private readonly parts = ladders.map(() => 0);
  private busyUs = 0;
  private rungs = 0;
  private below = 0;
  private above = 0;
  private saturated = 0;

  /** Takes a rung: its work, and the µs for which it was busy. */
  push(work: number, busyUs: number): void {
    this.rungs++;
    this.busyUs += busyUs;
    for (const ladder of ladders) {
      const sum = (this.parts[ladder] ?? 0) + work;
      const whole = this.rungs % 2 ** ladder === 0;
      this.parts[ladder] = whole ? 0 : sum;
      if (whole) this.series[ladder]?.push(Math.floor(sum / 2 ** ladder) * unit);
    }
    if (this.rungs % gateRungs === 0) this.gate();
  }

  private gate(): void {
    this.least = Math.min(...this.series.map(bunchingOf));
    this.below = inARow(this.below, this.least < regularBelow, enter);
    this.above = inARow(this.above, this.least > 0, leave);
    this.saturated = inARow(this.saturated, this.busyUs >= saturatedUs, leave);
    this.busyUs = 0;
    if (this.above === leave || this.saturated === leave) this.regular = false;
    else if (this.below === enter) this.regular = true;
  }
}

const inARow = (times: number, again: boolean, most: number): number => (again ? Math.min(times + 1, most) : 0);

function bunchingOf(series: IntervalSeries): number {
  const full = fullWork * unit;
  const { bunching, mean, deviation } = series;
  const shows = mean * 100 >= full * 3 && mean * 100 <= full * 97 && deviation * 100 >= full;
  return shows ? (bunching ?? 0) : 0;
}
