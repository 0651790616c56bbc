import { describe, expect, it } from 'vitest';
import { gpuLevelRule } from '../../../src/governor/actions/gpu-level-rule.js';
import { panelPowerRule } from '../../../src/governor/actions/panel-power-rule.js';
import { trickleChargeRule } from '../../../src/governor/actions/trickle-charge-rule.js';
import { because } from '../../../src/governor/explain/explain.js';
import { PowerCurves } from '../../../src/governor/power-curve/power-curves.js';
import { type ActionName, actionNames, actions } from '../../../src/model/people/actions.js';
import { type ProfileName, profileNames } from '../../../src/model/people/profiles.js';
import type { ControlSpec, ControlValue } from '../../../src/model/signals.js';
import { situation } from '../situation.js';

const entries = {
  amdgpu_panel_power: panelPowerRule,
  trickle_charge: trickleChargeRule,
  amdgpu_dpm: gpuLevelRule,
} as const;

interface Seen {
  readonly profile?: ProfileName;
  readonly on?: boolean;
  readonly now?: ControlValue;
  readonly found?: ControlValue;
  /** A write is under way. */
  readonly pending?: boolean;
  readonly onMains?: boolean;
  /** Charge of its batteries, %. */
  readonly charge?: number;
  readonly choices?: readonly string[];
}

/** One control of an action on a laptop, and what its rule asks for in each situation after another. */
function asking(action: ActionName) {
  const { role } = actions[action];
  const scope = 'there';
  const name = `${scope}.${role}`;
  const make = () => entries[action].create({ power: new PowerCurves(), settled: new Map() });
  let rule = make();
  const propose = ({ on = true, charge, choices, ...seen }: Seen) => {
    const control: ControlSpec = {
      ...{ name, scope, role, unit: 'choice', value: seen.found ?? null, writable: true },
      ...(choices === undefined ? {} : { choices }),
    };
    const base = situation({
      profile: seen.profile ?? 'balanced',
      onMains: seen.onMains ?? false,
      state: seen.now === undefined ? {} : { [name]: seen.now },
      baseline: seen.found === undefined ? {} : { [name]: seen.found },
    });
    const reading = { ...base.reading, charge: () => charge };
    const pending = () => seen.pending ?? false;
    const offered = new Map([[role, [control]]]);
    return rule.propose({ ...base, reading, pending, actions: on ? [action] : [], offered });
  };
  const asked = (seen: Seen) => propose(seen).map(p => (p.kind === 'choice' ? p.choice : undefined));
  /** The same rule after it was saved and restored elsewhere. */
  const again = () => {
    const saved = rule.save();
    rule = make();
    rule.restore(saved);
  };
  return { propose, asked, again };
}

describe('panel power', () => {
  it.each([
    ['balanced', 50, 0],
    ['balanced', 30, 0],
    ['balanced', 29, 1],
    ['power-saver', 70, 0],
    ['power-saver', 50, 0],
    ['power-saver', 49, 1],
    ['power-saver', 30, 2],
    ['power-saver', 20, 3],
    ['power-saver', 0, 3],
    ['performance', 5, 0],
  ] as const)('%s at %i percent on battery is level %i', (profile, charge, level) => {
    expect(asking('amdgpu_panel_power').asked({ profile, charge, now: 0, found: 0 })).toEqual([level]);
  });

  it('is never dimmed on mains, nor where no battery tells its charge', () => {
    const { asked } = asking('amdgpu_panel_power');
    expect(asked({ profile: 'power-saver', charge: 5, onMains: true })).toEqual([0]);
    expect(asked({ profile: 'power-saver' })).toEqual([0]);
  });

  it('says so in a sentence', () => {
    const [proposal] = asking('amdgpu_panel_power').propose({ profile: 'power-saver', charge: 15, now: 0 });
    if (proposal === undefined) throw new Error('nothing was asked for');
    const { rule, code, facts = {} } = proposal.reason;
    expect(because({ control: '', bound: 'choice', rule, code, facts })).toBe(
      'the profile is power-saver and the battery holds 15 %',
    );
  });
});

describe('trickle charge', () => {
  const apple = ['Trickle', 'Fast'];
  it.each([
    ['power-saver', apple, 'Fast', 'Trickle'],
    ['balanced', apple, 'Trickle', 'Fast'],
    ['performance', apple, 'Trickle', 'Fast'],
    ['balanced', [...apple, 'Standard'], 'Trickle', 'Standard'],
    ['performance', [...apple, 'Standard'], 'Standard', 'Fast'],
  ] as const)('%s where %j is on offer and %s was found is %s', (profile, choices, now, word) => {
    expect(asking('trickle_charge').asked({ profile, choices, now })).toEqual([word]);
  });

  it.each(['Custom', 'Adaptive', 'Long Life', undefined])('a device that reads %s is left so', now => {
    const seen = now === undefined ? {} : { now };
    for (const profile of profileNames) {
      expect(asking('trickle_charge').asked({ profile, choices: ['Trickle', 'Fast', 'Custom'], ...seen })).toEqual([]);
    }
  });

  it('a word that the driver has not is never asked for', () => {
    expect(asking('trickle_charge').asked({ profile: 'power-saver', choices: ['Fast'], now: 'Fast' })).toEqual([]);
  });
});

describe('GPU level', () => {
  it('is low under power-saver, else the driver’s own', () => {
    const { asked } = asking('amdgpu_dpm');
    expect(profileNames.map(profile => asked({ profile, now: 'auto' }))).toEqual([['auto'], ['auto'], ['low']]);
  });

  it.each(['manual', 'high', 'profile_peak'])('that somebody set to %s is left so', now => {
    for (const profile of profileNames) expect(asking('amdgpu_dpm').asked({ profile, now })).toEqual([]);
  });
});

describe.each(actionNames)('%s', action => {
  const seen = { profile: 'power-saver', charge: 10, choices: ['Trickle', 'Fast'] } as const;
  const [found, ours] = {
    trickle_charge: ['Fast', 'Trickle'],
    amdgpu_panel_power: [0, 3],
    amdgpu_dpm: ['auto', 'low'],
  }[action] as [ControlValue, ControlValue];

  it('asks for nothing while it is off', () => {
    expect(asking(action).asked({ ...seen, on: false, now: found, found })).toEqual([]);
  });

  it('puts back what it changed when it is switched off, also by a successor, and then lets go', () => {
    const { asked, again } = asking(action);
    expect(asked({ ...seen, now: found, found })).toEqual([ours]);
    again();
    expect(asked({ ...seen, on: false, now: ours, found })).toEqual([found]);
    expect(asked({ ...seen, on: false, now: found, found })).toEqual([]);
    // What somebody sets from then on is theirs.
    expect(asked({ ...seen, on: false, now: ours, found })).toEqual([]);
  });

  it('goes on asking while a write is under way, when what was read may be from before it', () => {
    const { asked } = asking(action);
    expect(asked({ ...seen, now: found, found })).toEqual([ours]);
    expect(asked({ ...seen, on: false, now: found, found, pending: true })).toEqual([found]);
    expect(asked({ ...seen, on: false, now: ours, found })).toEqual([found]);
    expect(asked({ ...seen, on: false, now: found, found })).toEqual([]);
  });

  it('says the same with the same object, so that a quiet machine stays quiet', () => {
    const { propose } = asking(action);
    const [first] = propose({ ...seen, now: found, found });
    expect(first).toBeDefined();
    expect(propose({ ...seen, now: found, found })[0]).toBe(first);
  });
});
