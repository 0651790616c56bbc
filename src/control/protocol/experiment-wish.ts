import { type PolicyName, policyNames } from '../../model/experiment-policy.js';
import type { ExperimentWish } from './messages.js';
import { said } from './quoting.js';

/** What a request wants done about experiments, or what is wrong with it. Whether the design can be run is the daemon's to say. */
export function parseExperimentWish(body: object): ExperimentWish | string {
  const wish: unknown = Reflect.get(body, 'do');
  if (wish === 'stop' || wish === 'show') return { do: wish };
  if (wish !== 'start') return `do ${said(body, 'do')}, expected start, stop or show`;
  const a = policyIn(body, 'a');
  const b = policyIn(body, 'b');
  if (a === undefined || b === undefined) {
    const name = a === undefined ? 'a' : 'b';
    return `${name} ${said(body, name)}, expected one of ${policyNames.join(', ')}`;
  }
  const periodMs: unknown = Reflect.get(body, 'periodMs');
  const forMs: unknown = Reflect.get(body, 'forMs');
  if (typeof periodMs !== 'number') return `periodMs ${said(body, 'periodMs')}, expected a number of milliseconds`;
  if (typeof forMs !== 'number') return `forMs ${said(body, 'forMs')}, expected a number of milliseconds`;
  return { do: wish, a, b, periodMs, forMs };
}

const policyIn = (body: object, name: string): PolicyName | undefined =>
  policyNames.find(policy => policy === Reflect.get(body, name));
