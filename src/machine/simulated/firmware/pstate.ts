/** The domain's operating point: the governor's request, within the limits, and within what the firmware allows. */

import { frequencyTable, type PlatformNumbers } from '../physics/platform.js';
import type { CpuLoad, KernelGovernor, Within } from './governor-contract.js';
import { Hwp } from './hwp.js';
import { type GovernorName, governorNamed } from './kernel-governor.js';
import { eppOf, type Firmware, type PreferenceName } from './preference.js';
import { Throttle } from './throttle.js';

export class PState {
  /** Operating points in kHz, ascending, and the one in use. */
  readonly table: readonly number[];
  index: number;
  transitions = 0;
  readonly throttle: Throttle;
  private governor: KernelGovernor;
  /** What picks under `powersave` where the firmware does. */
  private readonly hwp: Hwp | undefined;
  private floor = 0;
  private ceiling: number;
  /** Highest frequency that the firmware grants, kHz. */
  private granted = Number.POSITIVE_INFINITY;
  /** The governor's newest answer as a share of f_max. */
  private wanted = 0;
  /** The limits as shares of f_max. */
  private within: Within;

  /** A governor by its name, or one that is not the kernel's; `firmware`: what picks the clock under `powersave`. */
  constructor(p: PlatformNumbers, governor: GovernorName | KernelGovernor, firmware?: Firmware) {
    this.table = frequencyTable(p);
    this.ceiling = this.table.length - 1;
    this.within = { min: this.lowest, max: 1 };
    this.hwp = firmware === undefined ? undefined : new Hwp(eppOf(firmware.preference), firmware.manners);
    this.governor = typeof governor === 'string' ? this.named(governor) : governor;
    this.throttle = new Throttle(p);
    this.index = 0;
    this.ask({ util: 0, busy: 0 }, 0);
  }

  /** f_max, kHz. */
  get top(): number {
    return this.table[this.table.length - 1] ?? 0;
  }

  /** Present frequency, kHz. */
  get frequency(): number {
    return this.table[this.index] ?? 0;
  }

  /** A new governor starts with the present utilisation. */
  govern(name: GovernorName, load: CpuLoad, now: number): void {
    this.governor = this.named(name);
    this.ask(load, now);
  }

  /** Another preference for the firmware. */
  prefer(preference: PreferenceName, load: CpuLoad, now: number): void {
    this.hwp?.prefer(eppOf(preference));
    this.ask(load, now);
  }

  /** Limits as indices into the table; they hold at once, even for an idle CPU. */
  limit(floor: number, ceiling: number): void {
    this.ceiling = ceiling;
    this.floor = Math.min(floor, ceiling);
    this.within = { min: this.share(this.floor), max: this.share(ceiling) };
    this.settle();
  }

  /** Lets the governor decide at `now` ms. */
  ask(load: CpuLoad, now: number): void {
    this.wanted = this.governor.want(load, now, this.within);
    this.settle();
  }

  /** Tells the governor that the CPU has gone idle. */
  idle(load: CpuLoad): void {
    this.governor.idle?.(load);
  }

  /** f_min as a share of f_max. */
  private get lowest(): number {
    return this.share(0);
  }

  private share(index: number): number {
    return (this.table[index] ?? 0) / this.top;
  }

  private named(name: GovernorName): KernelGovernor {
    return name === 'powersave' && this.hwp !== undefined ? this.hwp : governorNamed(name, this.lowest);
  }

  /** Takes the junction temperature in °C. */
  heat(junction: number): void {
    const before = this.throttle.active;
    this.throttle.update(junction);
    if (this.throttle.active !== before) this.settle();
  }

  /** The firmware allows no more than this, kHz. */
  hold(khz: number): void {
    if (khz === this.granted) return;
    this.granted = khz;
    this.settle();
  }

  /** The lowest point that is no slower than wanted (CPUFREQ_RELATION_L), or the highest allowed one. */
  private settle(): void {
    let ceiling = this.throttle.limit(this.ceiling);
    while (ceiling > 0 && (this.table[ceiling] ?? 0) > this.granted + 1) ceiling--;
    let index = Math.min(this.floor, ceiling);
    const wanted = this.wanted * this.top;
    while (index < ceiling && (this.table[index] ?? 0) < wanted) index++;
    if (index !== this.index) this.transitions++;
    this.index = index;
  }
}
