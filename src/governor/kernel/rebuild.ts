/**
 * Makes each decision of a trace of the kernel's governor again, from what it saw:
 *
 * 1. `terms` say what is set for a policy; looks that count from 1 are of a CPU whose state is new.
 * 2. A `look` has what was seen: from it come age, demand, rhythm and the clock that the CPU wants.
 * 3. A `choice` has the most that a CPU of the policy wants, and its kHz.
 */
import { KernelCpu, kernelKhz } from './kernel-cpu.js';
import { type KernelTerms, kernelWeight } from './kernel-terms.js';
import { type TraceEvent, traceEvents } from './trace.js';

/** A figure in the trace that is not what comes of the events before it. */
export interface Mismatch {
  /** Of the event in the trace, from 0. */
  readonly index: number;
  readonly event: string;
  readonly figure: string;
  readonly traced: number;
  readonly rebuilt: number;
}

export interface Rebuilt {
  readonly looks: number;
  readonly choices: number;
  /** Looks of a regular CPU. */
  readonly regular: number;
  /** Choices of the highest clock. */
  readonly highest: number;
  readonly mismatches: readonly Mismatch[];
}

interface Cpu {
  readonly state: KernelCpu;
  seq: number;
}

interface Policy {
  terms: KernelTerms;
  readonly cpus: Map<number, Cpu>;
  /** What its CPUs wanted since the last choice. */
  wants: number[];
}

/** `text`: what tracefs printed of lattice:* from the governor's start on. Throws where events are missing: nothing can be rebuilt of the rest. */
export function rebuild(text: string): Rebuilt {
  const policies = new Map<number, Policy>();
  const counts = { looks: 0, choices: 0, regular: 0, highest: 0 };
  const mismatches: Mismatch[] = [];

  for (const [index, event] of traceEvents(text).entries()) {
    const of = figureOf(event, index);
    const check = (figure: string, rebuilt: number): void => {
      const traced = of(figure);
      if (traced !== rebuilt) mismatches.push({ index, event: event.name, figure, traced, rebuilt });
    };
    const policy = policies.get(of('policy'));
    if (event.name === 'terms') {
      check('weight', kernelWeight(of('tau_us')));
      policies.set(of('policy'), { cpus: new Map(), wants: [], ...policy, terms: termsOf(of) });
      continue;
    }
    if (policy === undefined)
      throw new Error(`event ${index}: nothing is known of policy ${of('policy')}; record from its start on`);
    if (event.name === 'look') {
      const cpu = lookedAt(policy.cpus, of('cpu'), of('seq'), index);
      const want = cpu.state.look(policy.terms, {
        wallUs: of('wall_us'),
        idleUs: of('idle_us'),
        rests: of('rests') !== 0,
        khz: of('khz'),
        maxKhz: of('max_khz'),
      });
      check('age_us', cpu.state.ageUs);
      check('filtered', cpu.state.filtered);
      check('least', cpu.state.rhythm.least);
      check('regular', Number(cpu.state.rhythm.regular));
      check('want', want);
      policy.wants.push(want);
      counts.looks++;
      counts.regular += Number(cpu.state.rhythm.regular);
      continue;
    }
    const want = Math.max(...policy.wants);
    policy.wants = [];
    check('want', want);
    check('khz', kernelKhz(want, of('max_khz')));
    counts.choices++;
    counts.highest += Number(want === 1024);
  }
  return { ...counts, mismatches };
}

type Figure = (name: string) => number;

const figureOf =
  ({ name, fields }: TraceEvent, index: number): Figure =>
  figure => {
    const value = fields.get(figure);
    if (value === undefined) throw new Error(`event ${index}: ${name} has no ${figure}`);
    return value;
  };

const termsOf = (of: Figure): KernelTerms => ({
  tauUs: of('tau_us'),
  weight: of('weight'),
  youngUs: of('young_us'),
  young: of('young'),
  paceUs: of('pace_us'),
  pace: of('pace'),
  margin: of('margin'),
  restUs: of('rest_us'),
});

function lookedAt(cpus: Map<number, Cpu>, id: number, seq: number, index: number): Cpu {
  const known = seq === 1 ? { state: new KernelCpu(), seq: 0 } : cpus.get(id);
  if (known === undefined) throw new Error(`event ${index}: look ${seq} is the first of CPU ${id} in the trace`);
  if (known.seq !== seq - 1)
    throw new Error(`event ${index}: look ${seq} of CPU ${id} follows look ${known.seq}: events were lost`);
  cpus.set(id, known);
  known.seq = seq;
  return known;
}
