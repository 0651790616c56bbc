/**
 * Power curves of a machine. RAPL measures packages, but clocks are set per frequency domain: domains of one package and one type of core share a
 * curve (package.ts says when it learns). The curves outlive a new topology.
 */
import { packageTotal } from '../../model/meters.js';
import { type Saved, savedEntries } from '../../model/saved.js';
import type { LiveReading } from '../../model/sensing/reading.js';
import { Recurring } from '../../model/sensing/recurring.js';
import type { Policy, Topology } from '../../model/topology.js';
import { costOfRun, genericCritical, genericPower } from './generic.js';
import { CoreGroup, PowerPackage } from './package.js';
import { type KnownCurve, PowerCurve } from './power-curve.js';

export class PowerCurves {
  private readonly curves = new Map<string, PowerCurve>();
  private packages: readonly PowerPackage[] = [];
  /** In the order of the topology's policies. */
  private places: readonly { readonly pack: PowerPackage; readonly group: CoreGroup }[] = [];
  private byPolicy = new Recurring<PowerCurve, number>();
  private from: Topology | undefined;
  private last: LiveReading | undefined;
  private readonly common: boolean;

  /** `common`: whether to tell apart what the CPUs of a package share. */
  constructor(common = false) {
    this.common = common;
  }

  /** Takes a reading; the same one twice counts once. */
  follow(reading: LiveReading, topology: Topology): void {
    if (reading === this.last) return;
    this.last = reading;
    if (this.from !== topology) this.regroup(topology);
    const { interval, suspended, energy, policies } = reading;
    for (const pack of this.packages) pack.begin();
    for (let i = 0; i < policies.length; i++) {
      const place = this.places[i];
      const seen = policies[i];
      if (place !== undefined && seen !== undefined) place.pack.see(place.group, seen);
    }
    const awake = interval > 0 && suspended === 0;
    const used = new Map(energy.map(meter => [meter.domain, meter.energy]));
    for (const pack of this.packages) pack.take(packageTotal(pack.number, used), interval, awake);
  }

  /** Power of all packages over the newest interval, W; undefined if one is unknown. */
  get watts(): number | undefined {
    return this.sumOf(pack => pack.watts);
  }

  /** W that all packages draw while no CPU is busy; undefined while that of one of them can't be told. */
  get idleWatts(): number | undefined {
    return this.sumOf(pack => pack.idleWatts);
  }

  /** W that CPUs shared in the newest interval, on average over it: uncore that one at work keeps awake. 0 where that is not told apart. */
  get sharedWatts(): number {
    return this.packages.reduce((sum, pack) => sum + pack.shared, 0);
  }

  /** W that a computing CPU of the policy adds at `khz`; undefined while nothing was measured. */
  readonly perCpu = (policy: number, khz: number): number | undefined => {
    const curve = this.byPolicy.find(policy);
    return curve?.known === true ? curve.perCpu(khz) : undefined;
  };

  /**
   * W that all packages draw if each domain runs at the share `share` of its range and the CPUs at work now are busy all the time; undefined while a
   * curve that matters is unknown.
   */
  drawAt(share: number): number | undefined {
    return this.sumOf(pack => pack.drawAt(share));
  }

  /** kHz below which work of compute share β costs more energy in this domain because it takes longer; the generic value for an unknown domain. */
  readonly critical = (policy: Policy, computeShare: number): number => {
    const curve = this.byPolicy.find(policy.id);
    const khz =
      curve === undefined
        ? genericCritical(policy.hw_min, policy.hw_max, computeShare)
        : curve.criticalFrequency(computeShare);
    return Math.min(policy.hw_max, Math.max(policy.hw_min, khz));
  };

  /** What a piece of work of compute share β costs at `khz`; in a unit of its own, to be compared with other clocks of the same domain. */
  readonly cost = (policy: Policy, khz: number, computeShare: number): number => {
    const curve = this.byPolicy.find(policy.id);
    const x = Math.min(1, khz / policy.hw_max);
    return costOfRun(curve?.known ? curve.perCpu(khz) : genericPower(x), x, computeShare);
  };

  /** Whether what a run costs at `khz` was measured, and not only taken from its neighbours or from the generic shape. */
  readonly measured = (policy: Policy, khz: number): boolean =>
    Number.isFinite(this.byPolicy.find(policy.id)?.uncertainty(khz) ?? Number.POSITIVE_INFINITY);

  /**
   * By how much what a run costs at `khz` against `other` would change if it was measured with `busy` CPUs at work at `khz`: one standard deviation, as a
   * share; 0 while nothing is known.
   */
  readonly doubt = (policy: Policy, khz: number, other: number, busy: number): number =>
    this.byPolicy.find(policy.id)?.doubt(khz, other, busy) ?? 0;

  /** What was learned so far, to be kept for long. */
  known(): readonly KnownCurve[] {
    return [...this.curves].flatMap(([key, curve]) => (curve.known ? [{ key, ...curve.kept() }] : []));
  }

  /** Begins with what was kept of this machine, before any reading; it counts for a share of what it did. */
  recall(kept: readonly KnownCurve[], share: number): void {
    for (const each of kept) {
      const curve = new PowerCurve(each.min, each.max, this.common);
      if (!this.curves.has(each.key) && curve.recall(each, share)) this.curves.set(each.key, curve);
    }
  }

  /** `present`: the current topology, which need not be stored. */
  save(present: Topology) {
    const { curves, packages, from } = this;
    const grouped = from === present ? 'as present' : from;
    return { curves: savedEntries(curves), packages: packages.map(p => p.save()), grouped } as const;
  }

  restore({ curves, packages, grouped }: Saved<PowerCurves>, present: Topology): void {
    this.curves.clear();
    for (const [key, saved] of curves) {
      const curve = new PowerCurve(saved.min, saved.max, this.common);
      curve.restore(saved);
      this.curves.set(key, curve);
    }
    if (grouped !== undefined) this.regroup(grouped === 'as present' ? present : grouped);
    for (const [i, pack] of packages.entries()) this.packages[i]?.restore(pack);
  }

  /** Of all packages; undefined where one of them is, and where there is none. */
  private sumOf(watts: (pack: PowerPackage) => number | undefined): number | undefined {
    let sum: number | undefined;
    for (const pack of this.packages) {
      const own = watts(pack);
      if (own === undefined) return undefined;
      sum = (sum ?? 0) + own;
    }
    return sum;
  }

  private regroup(topology: Topology): void {
    this.from = topology;
    const packages = new Map<number, PowerPackage>();
    const groups = new Map<string, CoreGroup>();
    this.byPolicy = new Recurring();
    this.places = topology.policies.map(policy => {
      const cpu = topology.cpus.find(c => policy.cpus.includes(c.id) && c.package !== null);
      const number = cpu?.package ?? 0;
      const key = `package${number}/${cpu?.kind ?? ''}`;
      const pack = packages.get(number) ?? new PowerPackage(number);
      packages.set(number, pack);
      let group = groups.get(key);
      if (group === undefined) {
        group = new CoreGroup(this.curves.get(key), this.common);
        groups.set(key, group);
        pack.groups.push(group);
      }
      group.cover(policy);
      this.curves.set(key, group.curve);
      this.byPolicy.add(policy.id, group.curve);
      return { pack, group };
    });
    this.packages = [...packages.values()];
  }
}
