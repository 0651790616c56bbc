import { expect, it } from 'vitest';
import { clocksOf } from '../../../src/web/told/clocks.js';
import { madeStatus } from '../../control/made.js';

const [policy] = madeStatus().policies;
if (policy === undefined) throw new Error('a made status has a policy');

it('is one line for each kind of core: the mean clock of those online, the busiest CPU', () => {
  const of = (scope: string, frequency: number | null, busy: number, online = true) => ({
    ...policy,
    scope,
    frequency,
    busy,
    online,
    limits: { min: 800_000, max: 3_000_000 },
  });
  const policies = [of('p', 3_000_000, 0.2), of('p', 1_000_000, 0.9), of('p', 9, 0, false), of('e', null, 0.1)];
  expect(clocksOf(policies, scope => `${scope}-cores`)).toEqual([
    { kind: 'p-cores', domains: 3, khz: 2_000_000, busy: 0.9, max: 3_000_000 },
    { kind: 'e-cores', domains: 1, khz: null, busy: 0.1, max: 3_000_000 },
  ]);
  expect(clocksOf([], () => '')).toEqual([]);
});
