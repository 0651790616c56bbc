/** A machine of two frequency domains whose rules are known beforehand: what is tested is what is made of requests. */

import type { Proposal } from '../../../../src/governor/arbitration/proposal.js';
import type { Rule } from '../../../../src/governor/arbitration/rule.js';
import { BaselineRule } from '../../../../src/governor/custody/baseline-rule.js';
import { OverrideRule } from '../../../../src/governor/orders/override-rule.js';
import { ProfileRule } from '../../../../src/governor/orders/profile-rule.js';
import type { Description } from '../../../../src/model/description.js';
import { factsOf } from '../../../../src/model/names.js';
import type { ProfileName } from '../../../../src/model/people/profiles.js';
import type { ControlSpec, ControlValue, SignalSpec } from '../../../../src/model/signals.js';
import { policyScope } from '../../../../src/model/topology.js';
import { policy, topology } from '../../../governor/situation.js';

export const epps = ['performance', 'balance_performance', 'balance_power', 'power'];
export const governors = ['powersave', 'performance'];
export const policies = [policy, { ...policy, id: 2, cpus: [2, 3], online: [2, 3], hw_max: 3_000_000 }];
const hotAbove = 90;
export const hotCap = 1_500_000;
/** What a governor would make of each profile. */
export const governed: Readonly<Record<ProfileName, { min: number; max: number }>> = {
  performance: { min: 4_000_000, max: 4_000_000 },
  balanced: { min: Number.NEGATIVE_INFINITY, max: 2_900_000 },
  'power-saver': { min: 1_000_000, max: 2_000_000 },
};

/** Bounds that are known beforehand, in place of rules that learn. */
const known = (
  name: string,
  interval: (profile: ProfileName, hot: boolean) => { min: number; max: number } | undefined,
): Rule => ({
  name,
  propose: ({ profile, reading }) => {
    const found = interval(
      profile,
      reading.zones.some(z => z.temperature > hotAbove),
    );
    if (found === undefined) return [];
    const priority = name === 'heat' ? 'safety' : 'governor';
    return policies.map((p): Proposal => {
      const reason = { rule: name, code: 'known' };
      return { kind: 'interval', scope: policyScope(p.id), control: 'freq', priority, interval: found, reason };
    });
  },
  save: () => null,
  restore: () => {},
});
export const rules = (): Rule[] => [
  known('heat', (_, hot) => (hot ? { min: Number.NEGATIVE_INFINITY, max: hotCap } : undefined)),
  new OverrideRule(),
  new ProfileRule(),
  known('govern', profile => governed[profile]),
  new BaselineRule(),
];

export const baseline: Readonly<Record<string, ControlValue>> = {
  boost: 1,
  ...Object.fromEntries(
    policies.flatMap(({ id, hw_min, hw_max }) => [
      [`policy${id}.min_freq`, hw_min],
      [`policy${id}.max_freq`, hw_max],
      [`policy${id}.governor`, 'powersave'],
      [`policy${id}.epp`, 'balance_performance'],
    ]),
  ),
};
export const choicesOf = (name: string) =>
  name.endsWith('.epp') ? epps : name.endsWith('.governor') ? governors : undefined;
export const controls = Object.entries(baseline).map(
  ([name, value]): ControlSpec => ({
    name,
    unit: 'x',
    ...factsOf(name),
    value,
    writable: true,
    choices: choicesOf(name),
  }),
);
const signals: readonly SignalSpec[] = [
  { name: 'zone.cpu.temp', unit: 'C', kind: 'gauge', ...factsOf('zone.cpu.temp') },
  { name: 'supply.AC.online', unit: 'bool', kind: 'state', ...factsOf('supply.AC.online') },
  ...controls.map(
    ({ name, unit, choices, role, scope }): SignalSpec => ({ name, unit, kind: 'state', choices, role, scope }),
  ),
];
export const description: Description = {
  bootId: 'b',
  epoch: 1,
  simulated: false,
  kind: 'test',
  readOnly: false,
  signals,
  controls,
  missing: [],
  topology: {
    ...topology([], policies),
    cpus: [0, 1, 2, 3].map(id => ({ id, online: true, package: 0, core: id, kind: id < 2 ? 'P' : 'E' }) as const),
    supplies: [
      { name: 'AC', type: 'Mains' },
      { name: 'BAT0', type: 'Battery' },
    ],
  },
  baseline,
};

export const people = 3;
export const pidOf = (person: number): number => 100 + person;
