import type { TracedSignal } from '../../control/protocol/operations/signals.js';
import { bunching } from '../../lattice/metrics/bunching.js';
import { coherence } from '../../lattice/metrics/coherence.js';
import { fieldOf } from '../../lattice/metrics/field.js';
import type { LiveReading, PolicyReading } from '../../model/sensing/reading.js';
import { Recurring } from '../../model/sensing/recurring.js';
import { policyScope } from '../../model/topology.js';
import { TraceRows } from './trace-rows.js';

/** Time scale at which coherence is computed, s. */
const coherenceSeconds = 0.5;

interface Column {
  readonly name: string;
  readonly unit: string;
  readonly place: number;
}

/**
 * Traces of each policy's load, each energy domain's power, each zone's temperature and each sensor that nothing else reads; a few stores per tick
 * for each.
 */
export class Traces {
  private readonly rows = new TraceRows();
  private readonly columns = new Map<string, Column>();
  /** Policy id → index of the first of its three columns. */
  private readonly policies = new Recurring<number, number>();
  private readonly others = new Map<string, number>();

  follow({ policies, energy, zones, others, interval }: LiveReading): void {
    this.rows.begin(interval);
    for (const policy of policies) this.policy(policy);
    for (const { domain, power } of energy) this.other(domain, 'power', 'W', power);
    for (const { signal, temperature } of zones) this.other(signal, '', 'C', temperature);
    for (const sensor of others) this.other(sensor.name, '', sensor.unit, sensor.value);
  }

  /** All signals with a summary of their newest samples. */
  list(): TracedSignal[] {
    return Array.from(this.columns.values(), column => this.summary(column, this.rows.samples(column.place)));
  }

  /** One signal with its samples; undefined if no signal has that name. */
  signal(name: string): TracedSignal | undefined {
    const column = this.columns.get(name);
    if (column === undefined) return undefined;
    const samples = this.rows.samples(column.place);
    return { ...this.summary(column, samples), samples: [...samples] };
  }

  /** Coherence of a signal's newest samples; null while unknown. */
  coherence(name: string): number | null {
    const column = this.columns.get(name);
    return column === undefined ? null : this.coherenceOf(this.rows.samples(column.place));
  }

  private policy(policy: PolicyReading): void {
    const { rows } = this;
    const { id } = policy;
    let place = this.policies.find(id);
    if (place === undefined) {
      place = this.add(`${policyScope(id)}.busy`, 'share');
      this.add(`${policyScope(id)}.context_switches`, '1/s');
      this.add(`${policyScope(id)}.cache_misses`, '1/s');
      this.policies.add(id, place);
    }
    rows.set(place, policy.busy);
    rows.set(place + 1, policy.contextSwitches);
    rows.set(place + 2, policy.cacheMisses);
  }

  private other(source: string, what: string, unit: string, value: number | undefined): void {
    let place = this.others.get(source);
    if (place === undefined) {
      place = this.add(what === '' ? source : `${source}.${what}`, unit);
      this.others.set(source, place);
    }
    this.rows.set(place, value);
  }

  private add(name: string, unit: string): number {
    const place = this.rows.column();
    this.columns.set(name, { name, unit, place });
    return place;
  }

  private summary({ name, unit }: Column, samples: Float64Array): TracedSignal {
    return {
      name,
      unit,
      rate: this.rows.rate ?? null,
      count: samples.length,
      coherence: this.coherenceOf(samples),
      bunching: bunching(samples) ?? null,
      field: fieldOf(samples),
    };
  }

  private coherenceOf(samples: Float64Array): number | null {
    const { rate } = this.rows;
    return rate === undefined ? null : (coherence(samples, coherenceSeconds, rate) ?? null);
  }
}
