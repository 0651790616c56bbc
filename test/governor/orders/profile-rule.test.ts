import { expect, test } from 'vitest';
import { explain } from '../../../src/governor/explain/explain.js';
import { ProfileRule } from '../../../src/governor/orders/profile-rule.js';
import type { ProfileName } from '../../../src/model/people/profiles.js';
import { situation } from '../situation.js';

const words = ['default', 'performance', 'balance_performance', 'balance_power', 'power'];
const proposed = (profile: ProfileName, onMains: boolean, choices: Readonly<Record<string, readonly string[]>>) =>
  new ProfileRule()
    .propose(situation({ profile, onMains, choices }))
    .map(p => (p.kind === 'choice' ? `${p.scope}.${p.control} ${p.choice}` : p.kind));

test.each<[ProfileName, boolean, string, number]>([
  ['performance', true, 'performance', 0],
  ['balanced', true, 'balance_performance', 4],
  ['balanced', false, 'balance_power', 8],
  ['power-saver', true, 'power', 15],
  ['power-saver', false, 'power', 15],
])('%s, on mains %s: EPP %s, and EPB %i for each CPU that offers it', (profile, onMains, epp, epb) => {
  expect(proposed(profile, onMains, { 'policy0.epp': words })).toEqual([`policy0.epp ${epp}`]);
  expect(proposed(profile, onMains, { 'cpu0.epb': [], 'cpu1.epb': [] })).toEqual([
    `cpu0.epb ${epb}`,
    `cpu1.epb ${epb}`,
  ]);
  expect(proposed(profile, onMains, { 'cpu1.epb': [] })).toEqual([`cpu1.epb ${epb}`]);
});

test('its sentence names the profile and the power source', () => {
  const [proposal] = new ProfileRule().propose(
    situation({ profile: 'power-saver', onMains: false, choices: { 'cpu0.epb': [] } }),
  );
  const { rule = '', code = '', facts = {} } = proposal?.reason ?? {};
  const reasons = [{ control: 'epb', bound: 'choice', rule, code, facts } as const];
  expect(explain('cpu0', { epb: 15 }, reasons)).toBe(
    'cpu0: its energy bias (EPB) is 15 because the profile is power-saver and the machine runs on battery.',
  );
});
