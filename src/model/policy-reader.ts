import { type CpuPlaces, cpuPlaces, cpuWork, type Growth, grown, known } from './cpu-work.js';
import type { CpuWork, PolicyReading } from './reading.js';
import type { Policy } from './topology.js';
import { finite, kilohertz, ratio } from './units.js';

/** A CPU busy for less than this share says too little about its frequency while busy. */
const busyEnough = 0.02;
/** A CPU busy for this share counts as one that works. */
const working = 0.1;

/** Reads one frequency domain out of a sample. */
export class PolicyReader {
  private readonly id: number;
  private readonly cpus: readonly CpuPlaces[];
  private readonly contextSwitches: readonly number[];
  private readonly cacheMisses: readonly number[];
  private readonly shares: Float64Array;
  private readonly frequency: number;
  private readonly min: number;
  private readonly max: number;
  private readonly governor: number;
  private readonly epp: number;

  constructor(policy: Policy, place: (name: string) => number) {
    const of = (signal: string): number => place(`policy${policy.id}.${signal}`);
    this.id = policy.id;
    this.cpus = policy.online.map(cpu => cpuPlaces(cpu, place));
    this.contextSwitches = this.cpus.map(c => c.contextSwitches);
    this.cacheMisses = this.cpus.map(c => c.cacheMisses);
    this.shares = new Float64Array(this.cpus.length);
    this.frequency = of('cur_freq');
    this.min = of('min_freq');
    this.max = of('max_freq');
    this.governor = of('governor');
    this.epp = of('epp');
  }

  read(
    values: Float64Array,
    growth: Growth,
    interval: number,
    word: (at: number) => string | undefined,
  ): PolicyReading {
    const busiest = this.takeShares(growth, interval);
    const busy = this.shares[busiest];
    return {
      id: this.id,
      busy: busy === undefined ? undefined : ratio(busy),
      frequency: finite(this.whileBusy(busiest, growth, interval) ?? values[this.frequency], kilohertz),
      work: busiest < 0 ? [] : this.work(busiest, values, growth, interval),
      contextSwitches: rate(this.contextSwitches, growth, interval),
      cacheMisses: rate(this.cacheMisses, growth, interval),
      min: finite(values[this.min], kilohertz),
      max: finite(values[this.max], kilohertz),
      governor: word(this.governor),
      epp: word(this.epp),
    };
  }

  /** Busy share of each CPU, NaN where it can't be told; returns which is the busiest, −1 for none. */
  private takeShares(growth: Growth, interval: number): number {
    let busiest = -1;
    for (let i = 0; i < this.cpus.length; i++) {
      const share = Math.min(1, grown(growth, this.cpus[i]?.busy ?? -1) / 1e9 / interval);
      this.shares[i] = share;
      if (share > (this.shares[busiest] ?? -1)) busiest = i;
    }
    return busiest;
  }

  /** Mean frequency of the busiest CPU while it ran, kHz. */
  private whileBusy(busiest: number, growth: Growth, interval: number): number | undefined {
    const busy = this.shares[busiest] ?? 0;
    if (!(busy > busyEnough)) return undefined;
    const khz = (grown(growth, this.cpus[busiest]?.cycles ?? -1) / (busy * interval * 1e9)) * 1e6;
    return khz > 0 ? khz : undefined;
  }

  private work(busiest: number, values: Float64Array, growth: Growth, interval: number): CpuWork[] {
    const out: CpuWork[] = new Array(this.workers(busiest));
    let next = 0;
    for (let i = 0; i < this.cpus.length; i++) {
      const places = this.cpus[i];
      if (places === undefined || !this.works(i, busiest)) continue;
      out[next++] = cpuWork(places, this.shares[i] ?? Number.NaN, values, growth, interval);
    }
    return out;
  }

  /** An array that grows would take room for 17. */
  private workers(busiest: number): number {
    let count = 0;
    for (let i = 0; i < this.cpus.length; i++) if (this.works(i, busiest)) count++;
    return count;
  }

  private works(i: number, busiest: number): boolean {
    return i === busiest || (this.shares[i] ?? 0) >= working;
  }
}

/** What the counters at all these places grew by a second; undefined where one can't be told. */
function rate(places: readonly number[], growth: Growth, interval: number): number | undefined {
  let sum = 0;
  for (let i = 0; i < places.length; i++) sum += grown(growth, places[i] ?? -1);
  return places.length === 0 ? undefined : known(sum / interval);
}
