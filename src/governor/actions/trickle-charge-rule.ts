/**
 * Trickle charge: how fast a phone that is plugged in is charged.
 *
 * 1. Under power-saver slowly; else by the first of the profile's words that its driver has. apple_mfi_fastcharge begins with Trickle: without somebody who asks
 *    for Fast an iPhone is never charged fast.
 * 2. A device that reads another word (Custom, Adaptive, …) was set by somebody: it is left so.
 */
import type { ProfileName } from '../../model/people/profiles.js';
import type { RuleEntry, Sentences } from '../arbitration/rule.js';
import { ActionRule, type ActionWish, offSentence, offShort, type Wanted } from './action-rule.js';

const words: Readonly<Record<ProfileName, readonly string[]>> = {
  performance: ['Fast', 'Standard'],
  balanced: ['Standard', 'Fast'],
  'power-saver': ['Trickle'],
};
const known = new Set<unknown>(Object.values(words).flat());

const wish: ActionWish = {
  name: 'trickle_charge',
  wanted({ profile, reading }, { name, choices = [] }): Wanted {
    const value = words[profile].find(word => choices.includes(word));
    return value === undefined || !known.has(reading.state(name))
      ? undefined
      : { value, code: 'profile', facts: { profile } };
  },
};

const sentences: Sentences = {
  profile: ({ profile }) => `the profile is ${profile}`,
  ...offSentence,
};

const short: Sentences = {
  profile: ({ profile }) => `profile ${profile}`,
  ...offShort,
};

export const trickleChargeRule: RuleEntry = {
  name: 'trickle-charge',
  sentences,
  short,
  create: () => new ActionRule('trickle-charge', wish),
};
