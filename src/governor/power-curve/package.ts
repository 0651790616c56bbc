/**
 * Power of one package, attributed to its domains by what they did.
 *
 * 1. It updates the curve of one type of core if that type did 90 % of the package's work, and if all of its working domains ran within 1/32 of the
 *    range of each other and of the interval before: P = P_idle + e(f) · (sum of the CPUs' busy shares).
 *    Where a reflex splits the interval between two clocks, each part counts with what the other part is known to draw taken off (backfitting); a part
 *    that was longer weighs more.
 * 2. An interval in which no CPU was busy for 2 % contributes to P_idle.
 * 3. The present work compared with the work that the curve was learned from: κ = (P − P_idle) / Σ busy·e(f), an EMA of 1 s.
 */
import type { Saved, Stateful } from '../../model/saved.js';
import type { PolicyReading } from '../../model/sensing/reading.js';
import type { Policy } from '../../model/topology.js';
import { PowerCurve } from './power-curve.js';

const dominant = 0.9;
const mostStray = 1 / 32;
const resting = 0.02;
const working = 0.1;
const enoughForKappa = 0.3;
const kappaSeconds = 1;
const leastKappa = 0.3;
const mostKappa = 3;

/** Busy time at one clock: the sum of the CPUs' busy shares, and busy-weighted means. */
class AtClock implements Stateful {
  busy = 0;
  /** kHz. */
  khz = 0;
  private lowest = 0;
  private highest = 0;
  private before = 0;

  begin(): void {
    this.before = this.khz;
    this.busy = 0;
    this.khz = 0;
    this.lowest = Number.POSITIVE_INFINITY;
    this.highest = 0;
  }

  add(busy: number, khz: number): void {
    if (!(busy > 0)) return;
    this.busy += busy;
    this.khz += (busy / this.busy) * (khz - this.khz);
    this.lowest = Math.min(this.lowest, khz);
    this.highest = Math.max(this.highest, khz);
  }

  /** Whether all of it ran within `range` kHz, as in the interval before. */
  steady(range: number): boolean {
    return this.highest - this.lowest <= range && Math.abs(this.khz - this.before) <= range;
  }

  save() {
    const { busy, khz, lowest, highest, before } = this;
    return { busy, khz, lowest, highest, before };
  }

  restore(saved: Saved<AtClock>): void {
    ({ busy: this.busy, khz: this.khz } = saved);
    ({ lowest: this.lowest, highest: this.highest, before: this.before } = saved);
  }
}

/** The domains of one package and one type of core, and what they did in the newest interval. */
export class CoreGroup implements Stateful {
  /** Range of the clock over its domains, kHz. */
  min = Number.POSITIVE_INFINITY;
  max = 0;
  /** CPUs at work, and the sum of their busy shares. */
  cpus = 0;
  busy = 0;
  /** Busy-weighted mean of the share of time waiting for memory. */
  stall = 0;
  /** Its usual clock, and where a reflex is on the clock at the start of a busy stretch. */
  readonly clocks = [new AtClock(), new AtClock()] as const;

  private known: PowerCurve | undefined;

  /** `curve`: the curve learned before. */
  constructor(curve: PowerCurve | undefined) {
    this.known = curve;
  }

  get curve(): PowerCurve {
    this.known ??= new PowerCurve(this.min, this.max);
    return this.known;
  }

  cover({ hw_min, hw_max }: Policy): void {
    this.min = Math.min(this.min, hw_min);
    this.max = Math.max(this.max, hw_max);
  }

  begin(): void {
    this.cpus = 0;
    this.busy = 0;
    this.stall = 0;
    for (const clock of this.clocks) clock.begin();
  }

  add({ work, frequency, start, startShare = 0 }: PolicyReading): void {
    if (frequency === undefined) return;
    const [usual, young] = this.clocks;
    const split = start !== undefined && startShare > 0;
    // What is not at the start's clock is at the one that makes the mean.
    const raised = split && startShare < 1 ? (frequency - startShare * start) / (1 - startShare) : frequency;
    for (const { busy, stall } of work) {
      if (!(busy >= working)) continue;
      this.cpus++;
      this.busy += busy;
      this.stall += (busy / this.busy) * ((stall ?? 0) - this.stall);
      usual.add(split ? (1 - startShare) * busy : busy, raised);
      if (split) young.add(startShare * busy, start);
    }
  }

  /** W that its busy time costs by the curve so far, without the part at `clock`. */
  expected(without?: AtClock): number {
    let sum = 0;
    for (const clock of this.clocks)
      if (clock.busy > 0 && clock !== without) sum += clock.busy * this.curve.perCpu(clock.khz);
    return sum;
  }

  /** Takes the package's power over `interval` s. */
  learn(watts: number, interval: number): void {
    const range = (this.max - this.min) * mostStray;
    for (const clock of this.clocks) {
      if (!(clock.busy > 0 && clock.steady(range))) continue;
      const others = this.expected(clock);
      this.curve.push(
        clock.khz,
        clock.busy,
        Number.isNaN(others) ? watts : Math.max(0, watts - others),
        this.stall,
        interval,
      );
    }
  }

  save() {
    const { cpus, busy, stall, clocks } = this;
    return { cpus, busy, stall, clocks: clocks.map(clock => clock.save()) };
  }

  restore(saved: Saved<CoreGroup>): void {
    ({ cpus: this.cpus, busy: this.busy, stall: this.stall } = saved);
    for (const [i, clock] of saved.clocks.entries()) this.clocks[i]?.restore(clock);
  }
}

export class PowerPackage implements Stateful {
  readonly number: number;
  readonly groups: CoreGroup[] = [];
  /** Power over the newest interval, W; undefined if unknown. */
  watts: number | undefined;
  /** Seconds for which the counter could not be read. */
  private silent = 0;
  /** Largest busy share of one CPU; undefined if a domain cannot be seen. */
  private most: number | undefined = 0;
  private kappa = 1;

  constructor(number: number) {
    this.number = number;
  }

  begin(): void {
    this.most = 0;
    for (const group of this.groups) group.begin();
  }

  see(group: CoreGroup, seen: PolicyReading): void {
    group.add(seen);
    this.most = seen.busy === undefined || this.most === undefined ? undefined : Math.max(this.most, seen.busy);
  }

  /** Takes the energy in J counted over the `interval` s, undefined if it could not be read; `whole`: whether the interval can be used. */
  take(joules: number | undefined, interval: number, whole: boolean): void {
    // Energy used while the counter could not be read comes all at once.
    const late = this.silent > 0;
    this.watts = joules === undefined || !(interval > 0) ? undefined : joules / (interval + this.silent);
    this.silent = joules === undefined ? this.silent + interval : 0;
    if (this.watts === undefined || late || !whole) return;
    if (this.most !== undefined && this.most < resting) this.rest(this.watts, interval);
    else this.learn(this.watts, interval);
  }

  /**
   * W if each domain runs at the share `share` of its range and each CPU at work now (at least one of each type) is busy all the time; undefined
   * while unknown.
   */
  drawAt(share: number): number | undefined {
    const dynamic = this.dynamic(share);
    return dynamic === undefined ? undefined : this.idle + this.kappa * dynamic;
  }

  save() {
    const { groups, watts, silent, most, kappa } = this;
    return { groups: groups.map(g => g.save()), watts, silent, most, kappa };
  }

  restore(saved: Saved<PowerPackage>): void {
    for (const [i, group] of saved.groups.entries()) this.groups[i]?.restore(group);
    ({ watts: this.watts, silent: this.silent, most: this.most, kappa: this.kappa } = saved);
  }

  private rest(watts: number, interval: number): void {
    for (const { curve } of this.groups) curve.rest(watts, interval);
  }

  private learn(watts: number, interval: number): void {
    let busy = 0;
    let expected = 0;
    for (const group of this.groups) {
      busy += group.busy;
      if (group.busy > 0) expected += group.curve.known ? group.expected() : Number.NaN;
    }
    if (busy >= enoughForKappa && expected > 0) {
      const now = Math.min(mostKappa, Math.max(leastKappa, (watts - this.idle) / expected));
      this.kappa += (1 - Math.exp(-interval / kappaSeconds)) * (now - this.kappa);
    }
    for (const group of this.groups) if (group.busy > 0 && group.busy >= dominant * busy) group.learn(watts, interval);
  }

  private dynamic(share: number): number | undefined {
    let sum = 0;
    for (const { curve, cpus, min, max } of this.groups) {
      if (cpus === 0 && this.working > 0) continue;
      if (!curve.known) return undefined;
      sum += Math.max(1, cpus) * curve.perCpu(min + share * (max - min));
    }
    return sum;
  }

  private get working(): number {
    let sum = 0;
    for (const { cpus } of this.groups) sum += cpus;
    return sum;
  }

  private get idle(): number {
    let idle = 0;
    for (const { curve } of this.groups) idle = Math.max(idle, curve.idle ?? 0);
    return idle;
  }
}
