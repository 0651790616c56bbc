/**
 * Panel power: how far amdgpu may dim a built-in panel and brighten its picture instead (0 to 4), which costs true colours.
 *
 * 1. On mains, under performance, and where the battery's charge is not known: not at all.
 * 2. Else by profile and charge, as power-profiles-daemon has it: balanced 1 below 30 %; power-saver 1 below 50 %, 2 from 30 %, 3 from 20 % down.
 */
import type { ProfileName } from '../../model/people/profiles.js';
import type { RuleEntry, Sentences } from '../arbitration/rule.js';
import { ActionRule, type ActionWish, offSentence, offShort, type Wanted } from './action-rule.js';

/** Level by the battery's charge in %. */
const levels: Readonly<Record<ProfileName, (charge: number) => number>> = {
  performance: () => 0,
  balanced: charge => (charge < 30 ? 1 : 0),
  'power-saver': charge => (charge >= 50 ? 0 : charge > 30 ? 1 : charge > 20 ? 2 : 3),
};

const wish: ActionWish = {
  name: 'amdgpu_panel_power',
  wanted({ profile, sparing, reading }): Wanted {
    if (!sparing) return { value: 0, code: 'mains', facts: {} };
    const charge = reading.charge?.();
    if (charge === undefined) return { value: 0, code: 'unknown', facts: {} };
    return { value: levels[profile](charge), code: 'battery', facts: { profile, charge_percent: Math.round(charge) } };
  },
};

const sentences: Sentences = {
  mains: () => 'the machine does not have to spare its battery',
  unknown: () => 'the charge of the battery is not known',
  battery: ({ profile, charge_percent }) => `the profile is ${profile} and the battery holds ${charge_percent} %`,
  ...offSentence,
};

const short: Sentences = {
  mains: () => 'no need to spare the battery',
  unknown: () => 'the charge is not known',
  battery: ({ profile, charge_percent }) => `profile ${profile}, battery at ${charge_percent} %`,
  ...offShort,
};

export const panelPowerRule: RuleEntry = {
  name: 'panel-power',
  sentences,
  short,
  create: () => new ActionRule('panel-power', wish),
};
