/**
 * Power of one package, attributed to its domains by what they did.
 *
 * 1. It updates the curve of one type of core if that type did 90 % of the package's work: P = P_idle + Σ busy time · e(its clock). Where a reflex splits
 *    an interval between two clocks, each part counts at its own. What the other type is known to draw is taken off. The more a clock differs from that
 *    of the interval before, the less an interval weighs: a mean says less of its power.
 * 2. An interval in which no CPU was busy for 2 % contributes to P_idle of all types, however long it is: a quiet machine has one each 20 s.
 * 3. The present work compared with the work that the curve was learned from: κ = (P − P_idle) / Σ busy·e(f), an EMA of 1 s.
 */
import type { Saved, Stateful } from '../../model/saved.js';
import type { PolicyReading } from '../../model/sensing/reading.js';
import type { Policy } from '../../model/topology.js';
import { PowerCurve } from './power-curve.js';
import { raisedClock } from './raised-clock.js';

const dominant = 0.9;
/** s: a longer interval mixes too much work. */
const longest = 2;
/** Busy share of every CPU below which an interval says what the machine draws at rest. */
export const resting = 0.02;
const working = 0.1;
const enoughForKappa = 0.3;
const kappaSeconds = 1;
const leastKappa = 0.3;
const mostKappa = 3;

/** The domains of one package and one type of core, and what they did in the newest interval. */
export class CoreGroup implements Stateful {
  /** Range of the clock over its domains, kHz. */
  min = Number.POSITIVE_INFINITY;
  max = 0;
  /** CPUs at work, and the sum of their busy shares. */
  cpus = 0;
  busy = 0;
  /** Busy-weighted mean clock without the start's, kHz, the part of the busy time at it, and the clock in the interval before. */
  private khz = 0;
  private usual = 0;
  private before = 0;
  /** Share of the interval in which none of its CPUs was at work, as if each came when it likes. */
  atRest = 1;
  private known: PowerCurve | undefined;
  private readonly common: boolean;

  /** `curve`: the curve learned before. `common`: whether to tell apart what CPUs share. */
  constructor(curve: PowerCurve | undefined, common = false) {
    this.known = curve;
    this.common = common;
  }

  get curve(): PowerCurve {
    this.known ??= new PowerCurve(this.min, this.max, this.common);
    return this.known;
  }

  cover({ hw_min, hw_max }: Policy): void {
    this.min = Math.min(this.min, hw_min);
    this.max = Math.max(this.max, hw_max);
  }

  begin(): void {
    this.cpus = 0;
    this.busy = 0;
    if (this.usual > 0) this.before = this.khz;
    this.usual = 0;
    this.atRest = 1;
    this.curve.begin();
  }

  add({ work, frequency, start, startShare = 0 }: PolicyReading): void {
    if (frequency === undefined) return;
    // Firmware that climbs is below the start's clock for a while: then the mean is all that is known.
    const low = start ?? frequency;
    const split = low < frequency ? startShare : 0;
    const raised = raisedClock(frequency, low, split, this.max);
    for (const { busy, stall = 0 } of work) {
      if (!(busy > 0)) continue;
      if (busy >= working) this.cpus++;
      this.busy += busy;
      this.atRest *= 1 - Math.min(1, busy);
      const usual = (1 - split) * busy;
      this.curve.add(low, split * busy, stall);
      if (!(usual > 0)) continue;
      this.curve.add(raised, usual, stall);
      this.usual += usual;
      this.khz += (usual / this.usual) * (raised - this.khz);
    }
  }

  /** W that its busy time costs by the curve so far. */
  expected(): number {
    return this.busy > 0 ? this.curve.expected() : 0;
  }

  /** Takes the package's power over `interval` s. */
  learn(watts: number, interval: number): void {
    const moved = this.usual > 0 && this.before > 0 ? Math.abs(this.khz - this.before) / (this.max - this.min) : 0;
    this.curve.take(watts, moved * (this.usual / Math.max(this.usual, this.busy)), interval);
  }

  save() {
    const { cpus, busy, khz, usual, before, atRest } = this;
    return { cpus, busy, khz, usual, before, atRest };
  }

  restore(saved: Saved<CoreGroup>): void {
    ({ cpus: this.cpus, busy: this.busy, atRest: this.atRest } = saved);
    ({ khz: this.khz, usual: this.usual, before: this.before } = saved);
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

  /** Takes the energy in J counted over the `interval` s, undefined if it could not be read; `awake`: for all of the interval. */
  take(joules: number | undefined, interval: number, awake: boolean): void {
    // Energy used while the counter could not be read comes all at once.
    const late = this.silent > 0;
    this.watts = joules === undefined || !(interval > 0) ? undefined : joules / (interval + this.silent);
    this.silent = joules === undefined ? this.silent + interval : 0;
    if (this.watts === undefined || late || !awake) return;
    if (this.most !== undefined && this.most < resting) this.rest(this.watts, interval);
    else if (interval <= longest) this.learn(this.watts, interval);
  }

  /**
   * W if each domain runs at the share `share` of its range and each CPU at work now (at least one of each type) is busy all the time; undefined
   * while unknown.
   */
  drawAt(share: number): number | undefined {
    const dynamic = this.dynamic(share);
    return dynamic === undefined ? undefined : this.idle + this.kappa * dynamic;
  }

  /** W while no CPU is busy; undefined until it can be told from what busy time draws. */
  get idleWatts(): number | undefined {
    let idle: number | undefined;
    for (const { curve } of this.groups) if (curve.idle !== undefined) idle = Math.max(idle ?? 0, curve.idle);
    return idle;
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
    for (const { curve } of this.groups) {
      curve.begin();
      curve.take(watts, 0, interval);
    }
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
    for (const group of this.groups) {
      if (!(group.busy > 0 && group.busy >= dominant * busy)) continue;
      group.curve.atWork(this.atWork);
      const others = this.groups.reduce((sum, g) => sum + (g !== group && g.curve.known ? g.expected() : 0), 0);
      group.learn(Math.max(0, watts - others), interval);
    }
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

  /** W that its CPUs shared in the newest interval, on average over it; 0 where that is not told apart. */
  get shared(): number {
    return this.atWork * this.groups.reduce((most, { curve }) => Math.max(most, curve.shared), 0);
  }

  /** Share of the newest interval in which any CPU was at work. */
  private get atWork(): number {
    return 1 - this.groups.reduce((product, { atRest }) => product * atRest, 1);
  }

  private get working(): number {
    let sum = 0;
    for (const { cpus } of this.groups) sum += cpus;
    return sum;
  }

  private get idle(): number {
    return this.idleWatts ?? 0;
  }
}
