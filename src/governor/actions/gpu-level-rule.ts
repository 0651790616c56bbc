/**
 * GPU level: whether AMD's graphics keep their lowest clocks.
 *
 * 1. Low under power-saver, else the driver's own choice (auto).
 * 2. A GPU that reads anything else (manual, high, a profile_…) was set by somebody: it is left so.
 */
import type { RuleEntry, Sentences } from '../arbitration/rule.js';
import { ActionRule, type ActionWish, offSentence, offShort, type Wanted } from './action-rule.js';

const known = new Set<unknown>(['auto', 'low']);

const wish: ActionWish = {
  name: 'amdgpu_dpm',
  wanted({ profile, reading }, { name }): Wanted {
    if (!known.has(reading.state(name))) return undefined;
    return { value: profile === 'power-saver' ? 'low' : 'auto', code: 'profile', facts: { profile } };
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

export const gpuLevelRule: RuleEntry = {
  name: 'gpu-level',
  sentences,
  short,
  create: () => new ActionRule('gpu-level', wish),
};
