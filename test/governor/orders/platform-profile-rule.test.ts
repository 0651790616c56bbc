import { expect, test } from 'vitest';
import type { Situation } from '../../../src/governor/arbitration/rule.js';
import { PlatformProfileRule } from '../../../src/governor/orders/platform-profile-rule.js';
import type { ProfileName } from '../../../src/model/people/profiles.js';

const situation = (profile: ProfileName, offered: string | undefined, found = 'balanced'): Situation => {
  const choices = new Map(offered === undefined ? [] : [['platform_profile', offered.split(' ')]]);
  const baseline = new Map([['platform_profile', found]]);
  return { profile, choices, baseline, reading: { state: () => 'balanced' } } as unknown as Situation;
};
const asked = (...of: Parameters<typeof situation>) =>
  new PlatformProfileRule().propose(situation(...of)).map(p => p.kind === 'choice' && [p.scope, p.control, p.choice]);

test.each([
  ['performance', 'low-power balanced performance', 'performance'],
  ['balanced', 'low-power balanced performance', 'balanced'],
  ['power-saver', 'low-power balanced performance', 'low-power'],
  ['power-saver', 'cool quiet balanced balanced-performance performance', 'quiet'],
  ['power-saver', 'cool balanced performance', 'cool'],
  ['power-saver', 'balanced performance', 'balanced'],
  ['performance', 'quiet balanced balanced-performance', 'balanced-performance'],
] as const)('%s where the firmware offers %s is %s', (profile, offered, word) => {
  expect(asked(profile, offered)).toEqual([['machine', 'platform_profile', word]]);
});

test('under balanced a firmware that was found faster stays so, and comes back after power-saver', () => {
  const offered = 'low-power balanced performance';
  expect(asked('balanced', offered, 'performance')).toEqual([['machine', 'platform_profile', 'performance']]);
  expect(asked('power-saver', offered, 'performance')).toEqual([['machine', 'platform_profile', 'low-power']]);
  expect(asked('balanced', offered, 'low-power')).toEqual([['machine', 'platform_profile', 'balanced']]);
});

test('a word that the firmware has not is never asked for, nor anything where it offers none', () => {
  expect(asked('performance', 'quiet balanced')).toEqual([]);
  expect(asked('balanced', 'quiet performance')).toEqual([]);
  expect(asked('balanced', undefined)).toEqual([]);
});

test('custom is left alone, for as long as it reads so', () => {
  const rule = new PlatformProfileRule();
  const choices = new Map([['platform_profile', ['low-power', 'balanced', 'custom']]]);
  const at = (reads: string) =>
    rule.propose({
      profile: 'power-saver',
      choices,
      baseline: new Map(),
      reading: { state: () => reads },
    } as unknown as Situation);
  const [proposal] = at('balanced');
  expect(proposal).toMatchObject({ choice: 'low-power', priority: 'profile' });
  expect(at('custom')).toEqual([]);
  expect(at('balanced')[0]).toBe(proposal);
});

test('a word of the profile that somebody else set stays, until another profile has been in force', () => {
  const rule = new PlatformProfileRule();
  const choices = new Map([['platform_profile', ['low-power', 'quiet', 'balanced', 'performance']]]);
  const at = (profile: ProfileName, reads: string, epoch = 1) => {
    const reading = { state: () => reads, epoch, suspended: 0 };
    const [proposal] = rule.propose({ profile, choices, baseline: new Map(), reading } as unknown as Situation);
    return proposal?.kind === 'choice' ? proposal.choice : undefined;
  };
  expect([at('balanced', 'balanced'), at('balanced', 'quiet'), at('power-saver', 'quiet')]).toEqual([
    'balanced',
    'balanced',
    'quiet',
  ]);
  const twin = new PlatformProfileRule();
  twin.restore(structuredClone(rule.save()));
  expect(twin.save()).toEqual(rule.save());
  expect([at('power-saver', 'quiet'), at('balanced', 'quiet'), at('balanced', 'balanced')]).toEqual([
    'quiet',
    'balanced',
    'balanced',
  ]);
  expect([at('power-saver', 'balanced'), at('power-saver', 'low-power')]).toEqual(['low-power', 'low-power']);
  // A restore made it so, and nobody.
  expect(at('power-saver', 'quiet', 2)).toBe('low-power');
});
