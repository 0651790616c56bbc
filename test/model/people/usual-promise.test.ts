import { expect, it } from 'vitest';
import { usualPromise } from '../../../src/model/people/usual-promise.js';
import type { ControlSpec } from '../../../src/model/signals.js';
import { madeDescription } from '../../control/made.js';

const { topology, ...made } = madeDescription();
const [first] = topology.policies;
if (first === undefined) throw new Error('madeDescription() has no policy');

const control = (scope: string, role: string, choices?: readonly string[]): ControlSpec => ({
  name: `${scope}.${role}`,
  role,
  scope,
  unit: choices === undefined ? 'ms' : 'choice',
  value: null,
  writable: true,
  ...(choices && { choices }),
});

/** A machine with a frequency domain for each list of controls. */
const machine = (...domains: readonly (readonly ControlSpec[])[]) => ({
  ...made,
  controls: domains.flat(),
  topology: { ...topology, supplies: [], policies: domains.map((_, id) => ({ ...first, id, online: [id] })) },
});

const firmware = (scope: string) => [
  control(scope, 'governor', ['performance', 'powersave']),
  control(scope, 'epp', ['default', 'performance', 'balance_performance', 'balance_power', 'power']),
];
const laptop = { chassis: 10 };

it('is in milliseconds for a laptop with a reflex, or with firmware that climbs by itself', () => {
  const inMs = { promised: { in: 'milliseconds' }, why: 'this is a laptop (chassis 10)' };
  expect(usualPromise(laptop, machine([control('policy0', 'raise_ms')]))).toEqual(inMs);
  expect(usualPromise(laptop, machine(firmware('policy0')))).toEqual(inMs);
  expect(usualPromise(laptop, machine([control('policy0', 'raise_ms')], firmware('policy1')))).toEqual(inMs);
});

it('is in percent where some domain has neither, and says why', () => {
  const why = 'there is no reflex here, though this is a laptop (chassis 10)';
  const schedutil = [control('policy1', 'governor', ['performance', 'powersave', 'schedutil'])];
  const passive = [...schedutil, control('policy1', 'epp', ['performance', 'power'])];
  expect(usualPromise(laptop, machine(firmware('policy0'), schedutil))).toEqual({ promised: { in: 'percent' }, why });
  expect(usualPromise(laptop, machine(firmware('policy0'), passive))).toEqual({ promised: { in: 'percent' }, why });
  expect(usualPromise(laptop, machine())).toEqual({ promised: { in: 'percent' }, why });
});

it('leaves a domain that is offline out of account', () => {
  const both = machine(firmware('policy0'), []);
  const policies = both.topology.policies.map(p => (p.id === 1 ? { ...p, online: [] } : p));
  expect(usualPromise(laptop, { ...both, topology: { ...both.topology, policies } }).promised.in).toBe('milliseconds');
});

it('is in percent for a server, whatever it has', () => {
  const server = usualPromise({ chassis: 23 }, machine([control('policy0', 'raise_ms')]));
  expect(server).toEqual({ promised: { in: 'percent' }, why: 'this is a server (chassis 23)' });
});
