import type { Description } from '../description.js';
import type { Sample } from './sample.js';

/** `instructions` where the processor counts them; else `cycles`: busy time times the frequency then. */
export type WorkUnit = 'instructions' | 'cycles';

/** What work can be counted in on this machine; undefined where nothing tells. */
export function workUnitOf({ signals }: Description): WorkUnit | undefined {
  const has = (pattern: RegExp): boolean => signals.some(s => pattern.test(s.name));
  if (has(/^cpu\d+\.instructions$/)) return 'instructions';
  return has(/^cpu\d+\.busy$/) && has(/^policy\d+\.cur_freq$/) ? 'cycles' : undefined;
}

/** Work done by all CPUs, from sample to sample. It costs O(CPUs) a sample, so it runs only while somebody asks. */
export class WorkMeter {
  private readonly unit: WorkUnit;
  /** Places of each frequency domain's counters, and of its frequency. */
  private readonly domains: readonly { readonly counters: readonly number[]; readonly frequency: number }[];
  private previous: Sample | undefined;

  constructor({ signals, topology }: Description, unit: WorkUnit) {
    this.unit = unit;
    const places = new Map(signals.map((s, i) => [s.name, i]));
    const counter = unit === 'instructions' ? 'instructions' : 'busy';
    this.domains = topology.policies.map(p => ({
      counters: p.online.flatMap(cpu => places.get(`cpu${cpu}.${counter}`) ?? []),
      frequency: places.get(`policy${p.id}.cur_freq`) ?? -1,
    }));
  }

  /** Work since the sample before; undefined where it can't be told. */
  follow(sample: Sample): number | undefined {
    const before = this.previous;
    this.previous = sample;
    if (before === undefined) return undefined;
    let sum = 0;
    let known = false;
    for (const { counters, frequency } of this.domains) {
      // Busy time is in ns, frequencies in kHz.
      const factor = this.unit === 'instructions' ? 1 : (sample.values[frequency] ?? Number.NaN) / 1e6;
      for (const at of counters) {
        const grown = ((sample.values[at] ?? Number.NaN) - (before.values[at] ?? Number.NaN)) * factor;
        if (!Number.isFinite(grown)) continue;
        sum += Math.max(0, grown);
        known = true;
      }
    }
    return known ? sum : undefined;
  }
}
