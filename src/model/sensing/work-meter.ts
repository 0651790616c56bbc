import type { Description } from '../description.js';
import { cpuScope, policyScope } from '../topology.js';
import { Places } from './places.js';
import type { Sample } from './sample.js';

/** `instructions` where the processor counts them; else `cycles`: busy time times the frequency then. */
export type WorkUnit = 'instructions' | 'cycles';

/** What work can be counted in on this machine; undefined where nothing tells. */
export function workUnitOf({ signals, topology }: Description): WorkUnit | undefined {
  const places = new Places(signals);
  const counted = (role: string): boolean => topology.cpus.some(({ id }) => places.at(cpuScope(id), role) >= 0);
  if (counted('instructions')) return 'instructions';
  const clocked = topology.policies.some(({ id }) => places.at(policyScope(id), 'frequency') >= 0);
  return clocked && counted('busy') ? 'cycles' : undefined;
}

/** Work done by all CPUs, from sample to sample. It costs O(CPUs) a sample, so it runs only while somebody asks. */
export class WorkMeter {
  private readonly unit: WorkUnit;
  /** Places of each frequency domain's counters, and of its frequency. */
  private readonly domains: readonly { readonly counters: readonly number[]; readonly frequency: number }[];
  private previous: Sample | undefined;

  constructor({ signals, topology }: Description, unit: WorkUnit) {
    this.unit = unit;
    const places = new Places(signals);
    const counter = unit === 'instructions' ? 'instructions' : 'busy';
    this.domains = topology.policies.map(p => ({
      counters: p.online.flatMap(cpu => places.each(cpuScope(cpu), counter)),
      frequency: places.at(policyScope(p.id), 'frequency'),
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
