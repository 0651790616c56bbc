import type { TracedSignal } from '../control/messages.js';
import { bunching } from '../lattice/bunching.js';
import { coherence } from '../lattice/coherence.js';
import { fieldOf } from '../lattice/field.js';
import type { PolicyReading, Reading } from '../model/reading.js';
import { policyScope } from '../model/topology.js';
import { Trace } from './trace.js';

/** Time scale that coherence is told at, s. */
const coherenceSeconds = 0.5;

/** Traces of each policy's load, each energy domain's power and each zone's temperature; a few stores a tick for each. */
export class Traces {
  private readonly byName = new Map<string, Trace>();
  private readonly policies = new Map<number, readonly [busy: Trace, switches: Trace, misses: Trace]>();
  private readonly others = new Map<string, Trace>();

  follow({ policies, energy, zones, interval }: Reading): void {
    for (const policy of policies) this.policy(policy, interval);
    for (const { domain, power } of energy) this.other(domain, 'power', 'W').push(power, interval);
    for (const { signal, temperature } of zones) this.other(signal, '', 'C').push(temperature, interval);
  }

  /** All signals with what their newest samples are like. */
  list(): TracedSignal[] {
    return [...this.byName.values()].map(summary);
  }

  /** One signal with its samples; undefined where there is none of that name. */
  signal(name: string): TracedSignal | undefined {
    const trace = this.byName.get(name);
    return trace === undefined ? undefined : { ...summary(trace), samples: [...trace.samples()] };
  }

  /** Coherence of a signal's newest samples; null while it can't be told. */
  coherence(name: string): number | null {
    const trace = this.byName.get(name);
    return trace === undefined ? null : coherenceOf(trace, trace.samples());
  }

  private policy({ id, busy, contextSwitches, cacheMisses }: PolicyReading, interval: number): void {
    let traces = this.policies.get(id);
    if (traces === undefined) {
      const of = (what: string, unit: string): Trace => this.add(`${policyScope(id)}.${what}`, unit);
      traces = [of('busy', 'share'), of('context_switches', '1/s'), of('cache_misses', '1/s')];
      this.policies.set(id, traces);
    }
    traces[0].push(busy, interval);
    traces[1].push(contextSwitches, interval);
    traces[2].push(cacheMisses, interval);
  }

  private other(source: string, what: string, unit: string): Trace {
    let trace = this.others.get(source);
    if (trace === undefined) {
      trace = this.add(what === '' ? source : `${source}.${what}`, unit);
      this.others.set(source, trace);
    }
    return trace;
  }

  private add(name: string, unit: string): Trace {
    const trace = new Trace(name, unit);
    this.byName.set(name, trace);
    return trace;
  }
}

function summary(trace: Trace): TracedSignal {
  const { name, unit, rate } = trace;
  const samples = trace.samples();
  return {
    name,
    unit,
    rate: rate ?? null,
    count: samples.length,
    coherence: coherenceOf(trace, samples),
    bunching: bunching(samples) ?? null,
    field: fieldOf(samples),
  };
}

const coherenceOf = ({ rate }: Trace, samples: Float64Array): number | null =>
  rate === undefined ? null : (coherence(samples, coherenceSeconds, rate) ?? null);
