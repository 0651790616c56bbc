import { type Design, type PolicyName, policyNames } from '../../../model/people/experiment-policy.js';
import { quoted } from '../quoting.js';
import type { Operation } from './operation.js';

/** What to do about experiments. */
export type ExperimentRequest = ({ readonly do: 'start' } & Design) | { readonly do: 'stop' | 'show' };

/** An object, so that "none runs" is an answer too. */
export interface ExperimentAnswer {
  readonly running: ExperimentStatus | null;
}

/** The experiment that runs; times are UTC ms, spans ms. */
export interface ExperimentStatus extends Design {
  readonly started: number;
  readonly washoutMs: number;
  /** What work is counted in. */
  readonly unit: string;
  /** The policy in force; null between periods. */
  readonly now: PolicyName | null;
  /** Time that the periods before this one took. */
  readonly ranMs: number;
  /** Periods since this daemon started: run to their end, and dropped. */
  readonly complete: number;
  readonly dropped: number;
}

/** Starts, stops or shows an experiment. */
export const experiment: Operation<ExperimentRequest, ExperimentAnswer, 'experiment'> = {
  reply: 'experiment',
  parse,
  changes: wanted => (wanted.do === 'show' ? undefined : `experiment ${wanted.do}`),
};

/** The request in a body, or what is wrong with it. The daemon says whether the design can be run. */
function parse(body: object): ExperimentRequest | string {
  const wanted: unknown = Reflect.get(body, 'do');
  if (wanted === 'stop' || wanted === 'show') return { do: wanted };
  if (wanted !== 'start') return `do ${quoted(body, 'do')}, expected start, stop or show`;
  const a = policyIn(body, 'a');
  const b = policyIn(body, 'b');
  if (a === undefined || b === undefined) {
    const name = a === undefined ? 'a' : 'b';
    return `${name} ${quoted(body, name)}, expected one of ${policyNames.join(', ')}`;
  }
  const periodMs: unknown = Reflect.get(body, 'periodMs');
  const forMs: unknown = Reflect.get(body, 'forMs');
  if (typeof periodMs !== 'number') return `periodMs ${quoted(body, 'periodMs')}, expected a number of milliseconds`;
  if (typeof forMs !== 'number') return `forMs ${quoted(body, 'forMs')}, expected a number of milliseconds`;
  return { do: wanted, a, b, periodMs, forMs };
}

const policyIn = (body: object, name: string): PolicyName | undefined =>
  policyNames.find(policy => policy === Reflect.get(body, name));
