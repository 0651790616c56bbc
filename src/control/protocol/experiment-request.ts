import { type PolicyName, policyNames } from '../../model/experiment-policy.js';
import type { ExperimentRequest } from './messages.js';
import { quoted } from './quoting.js';

/** What a request wants done about experiments, or what is wrong with it. Whether the design can be run is the daemon's to say. */
export function parseExperimentRequest(body: object): ExperimentRequest | string {
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
